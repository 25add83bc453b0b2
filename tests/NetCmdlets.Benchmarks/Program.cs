using NetCmdlets.Benchmarks.Commands;

return await CommandTable.RunAsync(args);
