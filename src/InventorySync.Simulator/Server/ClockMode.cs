namespace InventorySync.Simulator.Server;

/// <summary>How ticks pass.</summary>
public enum ClockMode
{
    /// <summary>60 a second, times the speed.</summary>
    Realtime,

    /// <summary>Only when asked for over the control socket.</summary>
    Manual,

    /// <summary>As in real time, but ticks in which nothing but segments of long commands travel take no time.</summary>
    Fast,
}
