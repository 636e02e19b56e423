using InventorySync.Simulator.Server;

return await ServerProgram.RunAsync(args, TimeProvider.System);
