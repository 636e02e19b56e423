using InventorySync.Simulator.Rcon;

namespace InventorySync.Simulator.Server;

/// <summary>A line for the game from one of its consoles.</summary>
/// <param name="Connection">The RCON client that sent it, or null for the standard input.</param>
/// <param name="Id">Of the RCON packet.</param>
internal sealed record ServerCommand(ReadOnlyMemory<byte> Text, RconConnection? Connection = null, int Id = 0);
