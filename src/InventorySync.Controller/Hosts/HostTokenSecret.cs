using System.Security.Cryptography;

namespace InventorySync.Controller.Hosts;

/// <summary>The 256 random bytes that sign hosts' tokens, in a file of the data directory that its owner alone may read.</summary>
internal static class HostTokenSecret
{
    public const string FileName = "auth-secret";

    private const int Length = 256;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Reads the secret, or makes one at the first use.</summary>
    /// <exception cref="ControllerStartException">The file or the directory cannot be used.</exception>
    public static async Task<byte[]> ReadOrCreateAsync(string dataDirectory, CancellationToken ct)
    {
        var path = Path.Combine(Path.GetFullPath(dataDirectory), FileName);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (!File.Exists(path))
                await CreateAsync(path, ct);
            return Decode(path, await File.ReadAllTextAsync(path, ct));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new ControllerStartException(
                $"The secret {path} cannot be read or made ({problem.Message.TrimEnd('.')}). "
                + "Give this user the right to read and write there, or choose another directory with --data.",
                problem);
        }
    }

    /// <summary>Whole and with its mode from the first moment it is visible: a command and a controller may start together.</summary>
    private static async Task CreateAsync(string path, CancellationToken ct)
    {
        var partial = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;

        try
        {
            await using (var file = new FileStream(partial, options))
            {
                var text = Convert.ToBase64String(RandomNumberGenerator.GetBytes(Length)) + "\n";
                await file.WriteAsync(System.Text.Encoding.ASCII.GetBytes(text), ct);
                file.Flush(flushToDisk: true);
            }

            File.Move(partial, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was faster; its secret is the one.
        }
        finally
        {
            File.Delete(partial);
        }
    }

    private static byte[] Decode(string path, string text)
    {
        var secret = new byte[text.Length];
        return Convert.TryFromBase64String(text.Trim(), secret, out var length) && length >= 32
            ? secret[..length]
            : throw new ControllerStartException(
                $"The secret {path} is damaged. Restore it from a backup, or remove it and give all hosts new tokens.");
    }
}
