using System.Text;
using System.Text.Json;
using InventorySync.Protocol.Game.Module;

namespace InventorySync.Protocol.Tests.Game.Module;

public class Commanding_the_module
{
    [Fact]
    public void The_frequent_answers_are_short_enough_to_be_one_action()
    {
        Assert.Equal("/invsync acquired 12 345 6 none", Text(ModuleCommand.AcquiredNone(12, 345, 6)));
        Assert.Equal("/invsync acquired 12 345 6 same abcdefgh:12", Text(ModuleCommand.AcquiredSame(12, 345, 6, "abcdefgh:12")));
        Assert.True(ModuleCommand.AcquiredSame(12, 345, 6, "abcdefgh:12").Length <= 50);
    }

    [Fact]
    public void A_document_is_announced_with_its_sizes() => Assert.Equal(
        "/invsync acquired 12 345 6 other r:1 7 3 2900 12000", Text(ModuleCommand.AcquiredOther(12, 345, 6, "r:1", 7, 3, 2900, 12000)));

    [Fact]
    public void Hello_names_the_instance()
    {
        var text = Text(ModuleCommand.Hello(new Hello("abc123def456", 3, "Nauvis \"one\"\n😀", true)));

        Assert.StartsWith("/invsync hello {", text, StringComparison.Ordinal);
        Assert.All(text, character => Assert.InRange(character, ' ', '~'));
        using var json = JsonDocument.Parse(text["/invsync hello ".Length..]);
        Assert.Equal("Nauvis \"one\"\n😀", json.RootElement.GetProperty("instance_name").GetString());
        Assert.Equal(2, json.RootElement.GetProperty("protocol").GetInt32());
        Assert.True(json.RootElement.GetProperty("extended").GetBoolean());
    }

    [Theory]
    [InlineData("quote \" and '")]
    [InlineData("line\nfeed\r")]
    [InlineData("nul\0")]
    [InlineData("\u2028 \u2029 😀 ]] --")]
    public void No_text_can_end_a_command_or_begin_another(string text)
    {
        foreach (var command in new[] { ModuleCommand.Busy(1, text, text, null), ModuleCommand.Unavailable(1, text), ModuleCommand.Fail(1, text), ModuleCommand.UploadRefused(1, text) })
        {
            var line = Text(command);
            Assert.All(line, character => Assert.InRange(character, ' ', '~'));
            using var json = JsonDocument.Parse(line[line.IndexOf('{', StringComparison.Ordinal)..]);
            Assert.Equal(text, json.RootElement.EnumerateObject().First().Value.GetString());
        }
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("")]
    [InlineData("a\nb")]
    public void A_revision_that_could_be_two_arguments_is_refused(string revision) =>
        Assert.Throws<ArgumentException>(() => ModuleCommand.AcquiredSame(1, 2, 3, revision));

    [Fact]
    public void A_part_carries_its_checksum_and_the_last_one_the_number_of_parts()
    {
        Assert.Equal("/invsync part 7 2 11e60398 Wikipedia", Text(ModuleCommand.Part(7, 2, isLast: false, "Wikipedia"u8)));
        Assert.Equal("/invsync part 7 3/3 11e60398 Wikipedia", Text(ModuleCommand.Part(7, 3, isLast: true, "Wikipedia"u8)));
    }

    [Fact]
    public void What_makes_a_document_large_is_told_with_its_label() =>
        Assert.Equal(
            "/invsync about 7 {\"parts\":640,\"encoded_bytes\":1897000,\"largest\":[{\"name\":\"blueprint-book\",\"label\":\"City\\nblocks\",\"bytes\":1546225},{\"name\":\"mech-armor\",\"bytes\":20000}]}",
            Text(ModuleCommand.About(7, 640, 1_897_000, [new LargestItem("blueprint-book", "City\nblocks", 1_546_225), new LargestItem("mech-armor", null, 20_000)])));

    [Fact]
    public void The_outcome_of_an_upload_is_one_word()
    {
        Assert.Equal("/invsync uploaded 5 stored", Text(ModuleCommand.Uploaded(5, UploadOutcome.Stored)));
        Assert.Equal("/invsync uploaded 5 duplicate", Text(ModuleCommand.Uploaded(5, UploadOutcome.Duplicate)));
        Assert.Equal("/invsync uploaded 5 superseded", Text(ModuleCommand.Uploaded(5, UploadOutcome.Superseded)));
    }

    [Fact]
    public void Replies_are_recognised_with_the_line_feed_the_game_adds()
    {
        Assert.True(ModuleCommand.Is("stale\n"u8.ToArray(), ModuleCommand.Stale));
        Assert.True(ModuleCommand.Is("damaged"u8.ToArray(), ModuleCommand.Damaged));
        Assert.False(ModuleCommand.Is("stale data"u8.ToArray(), ModuleCommand.Stale));
    }

    [Fact]
    public void The_reply_to_hello_is_read()
    {
        var reply = HelloReply.Parse("{\"protocol\":2,\"module_version\":\"0.1.0\",\"game_version\":\"2.0.77\",\"tick\":12,\"connected\":2}\n"u8.ToArray());

        Assert.Equal(new HelloReply(2, "0.1.0", "2.0.77", 12, 2), reply);
        var exception = Assert.Throws<ModuleLineException>(() => HelloReply.Parse("Unknown command \"invsync\"."u8.ToArray()));
        Assert.Contains("Unknown command", exception.Message, StringComparison.Ordinal);
    }

    private static string Text(ReadOnlyMemory<byte> command) => Encoding.UTF8.GetString(command.Span);
}
