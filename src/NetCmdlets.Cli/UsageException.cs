namespace NetCmdlets.Cli;

/// <summary>The command line cannot be read: told on standard error, exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message);
