namespace InventorySync.Simulator.Installation;

/// <summary>An installation cannot be laid out or used; the message says why and what to do.</summary>
public sealed class InstallationException : Exception
{
    public InstallationException() : this("The installation cannot be used.")
    {
    }

    public InstallationException(string message) : base(message)
    {
    }

    public InstallationException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
