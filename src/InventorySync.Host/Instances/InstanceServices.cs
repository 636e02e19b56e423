using InventorySync.Host.Configuration;
using InventorySync.Host.Controller;
using InventorySync.Host.Factorio;
using InventorySync.Host.Journal;
using InventorySync.Protocol.Game.Saves;
using Microsoft.Extensions.Logging;

namespace InventorySync.Host.Instances;

/// <summary>What all instances of a host share.</summary>
internal sealed record InstanceServices(
    HostOptions Options, FactorioInstallation Installation, IReadOnlyList<SaveModule> Modules, ControllerAccess Controller, Deliveries Deliveries,
    TimeProvider Time, ILoggerFactory Loggers);
