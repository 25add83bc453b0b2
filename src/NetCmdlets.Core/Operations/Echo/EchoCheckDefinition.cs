namespace NetCmdlets.Operations.Echo;

/// <summary>A check: what it is called, what it asks, and how to run it.</summary>
/// <param name="Id">The name for -Id and -Exclude.</param>
/// <param name="Name">What the server must do.</param>
/// <param name="RunAsync">Runs it and returns the evidence; an <see cref="EchoFault"/> where it did not pass.</param>
internal sealed record EchoCheckDefinition(string Id, string Name, Func<CancellationToken, Task<string>> RunAsync);
