using Xunit;

namespace NetCmdlets.Core.Tests.Diagnostics;

/// <summary>The tests that put the process's log in force: one at a time, beside no other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class ProcessLog
{
    public const string Name = "process log";
}
