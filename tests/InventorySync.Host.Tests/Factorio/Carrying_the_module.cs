using System.Text;
using InventorySync.Host.Factorio;

namespace InventorySync.Host.Tests.Factorio;

public class Carrying_the_module
{
    [Theory]
    [InlineData("en", "retry=Try again")]
    [InlineData("de", "retry=Noch einmal versuchen")]
    [InlineData("fr", "retry=Réessayer")]
    public void Its_texts_go_into_a_save_in_every_language(string language, string text)
    {
        var placed = EmbeddedModule.Read().PlacedFiles().ToDictionary(file => file.Key, file => file.Value);

        Assert.Contains(text, Encoding.UTF8.GetString(placed[$"locale/{language}/inventory_sync-texts.cfg"].Span), StringComparison.Ordinal);
    }

    [Fact]
    public void Its_version_is_the_one_the_module_gives()
    {
        var module = EmbeddedModule.Read();

        Assert.Contains($"return \"{module.Version}\"", Encoding.UTF8.GetString(module.Files["version.lua"].Span), StringComparison.Ordinal);
    }
}
