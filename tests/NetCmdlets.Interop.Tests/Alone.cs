using Xunit;

namespace NetCmdlets.Interop.Tests;

/// <summary>Tests that compare times: none of the others runs while they do.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = nameof(Alone);
}
