namespace NetCmdlets.Cli.Execution;

/// <summary>Keeps the program until the servers that a command started have stopped.</summary>
internal static class ServerWait
{
    /// <summary>How long connections may take to finish after Ctrl+C.</summary>
    public static readonly TimeSpan Drain = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Waits until every server has stopped by itself (its lifetime, a fault) or the program is asked to end, and then
    /// stops them all. Returns whether none of them ended by a fault.
    /// </summary>
    public static async Task<bool> RunAsync(IReadOnlyList<NetServer> servers, CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(servers.Select(server => server.WaitForStopAsync(cancellationToken)))
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Task.WhenAll(servers.Select(server => server.StopAsync(Drain))).ConfigureAwait(false);
        }

        return servers.All(server => server.State != ServerState.Faulted);
    }
}
