using System.Buffers.Text;
using System.IO.Compression;
using System.Text;
using CsCheck;
using InventorySync.Protocol.Game.Module;

namespace InventorySync.Protocol.Tests.Game.Module;

public class Cutting_a_document
{
    [Fact]
    public void Any_text_cut_anywhere_is_the_same_when_joined() =>
        Gen.Select(Gen.String, Gen.Int[1, 40], Gen.Int[25, 200]).Sample((text, streams, segment) =>
        {
            var document = Encoding.UTF8.GetBytes(text + "😀\u2028\u2029\"\\");
            var encoded = EncodedDocument.Encode(document);
            var cut = DocumentCut.For(encoded.Text.Length, streams, segment);

            var joined = Enumerable.Range(1, cut.Parts).SelectMany(index => cut.Slice(encoded.Text, index).ToArray()).ToArray();

            Assert.Equal(document, Decode(joined));
        });

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public void Catalogue_T1_T2_emoji_and_line_separators_at_every_border_survive(int partBytes)
    {
        // Every cut falls in or beside a character of three or four bytes.
        var document = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("😀\u2028🏭\u2029", 500)));
        var encoded = EncodedDocument.Encode(document);
        var cut = new DocumentCut(encoded.Text.Length, partBytes);

        var joined = Enumerable.Range(1, cut.Parts).SelectMany(index => cut.Slice(encoded.Text, index).ToArray()).ToArray();

        Assert.Equal(document, Decode(joined));
    }

    [Fact]
    public void The_encoded_text_is_ascii_without_spaces() =>
        Assert.All(EncodedDocument.Encode("{\"tag\":\"ü 😀\"}"u8.ToArray()).Text.ToArray(), sign => Assert.InRange(sign, (byte)'!', (byte)'~'));

    [Fact]
    public void A_small_document_is_spread_evenly_over_the_window()
    {
        var cut = DocumentCut.For(5000, streams: 5, segmentBytes: 100);

        Assert.Equal(5, cut.Parts);
        Assert.Equal(1000, cut.PartBytes);
    }

    [Fact]
    public void A_tiny_document_is_not_cut_into_mere_wrapping()
    {
        Assert.Equal(1, DocumentCut.For(80, streams: 5, segmentBytes: 100).Parts);
        Assert.Equal(3, DocumentCut.For(300, streams: 5, segmentBytes: 100).Parts);
    }

    [Fact]
    public void A_document_a_little_too_large_for_the_window_fills_two_rounds_of_it()
    {
        var cut = DocumentCut.For(14_820, streams: 5, segmentBytes: 100);

        Assert.Equal(10, cut.Parts);
        Assert.Equal(1482, cut.PartBytes);
    }

    [Fact]
    public void A_large_document_is_cut_into_about_thirty_segments_a_part()
    {
        var cut = DocumentCut.For(500_000, streams: 5, segmentBytes: 100);

        Assert.InRange(cut.PartBytes + DocumentCut.WrappingBytes, 2900, 3000);
        Assert.Equal(500_000, Enumerable.Range(1, cut.Parts).Sum(index => cut.Slice(new byte[500_000], index).Length));
    }

    [Fact]
    public void No_part_is_empty_and_none_over_the_size() =>
        Gen.Select(Gen.Int[1, 300_000], Gen.Int[1, 255], Gen.Int[1, 1000]).Sample((bytes, streams, segment) =>
        {
            var cut = DocumentCut.For(bytes, streams, segment);
            var text = new byte[bytes];
            Assert.InRange(cut.Slice(text, cut.Parts).Length, 1, cut.PartBytes);
            Assert.Equal(bytes, ((cut.Parts - 1) * cut.PartBytes) + cut.Slice(text, cut.Parts).Length);
        });

    [Fact]
    public void The_checksum_is_that_of_zlib()
    {
        Assert.Equal(1u, Adler32.Compute([]));
        Assert.Equal(0x11e60398u, Adler32.Compute("Wikipedia"u8));
        // zlib writes the same sum, big-endian, at the end of its stream: long runs of 0xFF are where sums overflow.
        var data = Enumerable.Repeat((byte)0xff, 100_000).ToArray();
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write(data);
        Assert.Equal(System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(compressed.ToArray().AsSpan()[^4..]), Adler32.Compute(data));
    }

    private static byte[] Decode(byte[] text)
    {
        var compressed = new byte[text.Length];
        Base64.DecodeFromUtf8(text, compressed, out _, out var length);
        using var zlib = new ZLibStream(new MemoryStream(compressed, 0, length), CompressionMode.Decompress);
        using var document = new MemoryStream();
        zlib.CopyTo(document);
        return document.ToArray();
    }
}
