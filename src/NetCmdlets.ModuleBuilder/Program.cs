using NetCmdlets.ModuleBuilder;

// Run by eng/Module.targets after each build. Exit code 0: the module is laid out; 1: the sources are not complete,
// each lack told in the form that MSBuild shows as an error; 2: not called as it must be.
try
{
    IReadOnlyList<BuildProblem> problems = ModuleLayout.Run(BuildOptions.Parse(args));
    foreach (BuildProblem problem in problems)
        Console.Error.WriteLine(problem);
    return problems.Count == 0 ? 0 : 1;
}
catch (ArgumentException error)
{
    Console.Error.WriteLine($"NetCmdlets.ModuleBuilder : error NETMOD000: {error.Message}");
    return 2;
}
