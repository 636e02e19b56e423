namespace InventorySync.Store.Auditing;

/// <summary>Who did what to what, and when.</summary>
public sealed record AuditEntry(DateTimeOffset At, string Actor, string Action, string Subject, string Details);
