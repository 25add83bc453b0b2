using System.Net;
using NetCmdlets.Addressing;
using NetCmdlets.Diagnostics;
using NetCmdlets.Pipeline;
using NetCmdlets.Protocols.Dns;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Names;

/// <summary>
/// Looks names up for one use of a cmdlet: at the servers named, or at the system's and as the system does.
/// </summary>
internal sealed class DnsLookup(DnsResolver resolver, ResolverSettings settings) : IAsyncDisposable
{
    /// <summary>A look-up at name servers.</summary>
    /// <param name="servers">'host', 'host:port', or none for the system's.</param>
    /// <param name="options">How they are asked.</param>
    /// <param name="cancellationToken">Ends the wait for the servers' own addresses.</param>
    /// <exception cref="NetException">A server's name or port is none.</exception>
    public static async Task<DnsLookup> CreateAsync(
        IReadOnlyList<string> servers, DnsResolverOptions options, CancellationToken cancellationToken)
    {
        ResolverSettings settings = servers.Count == 0
            ? ResolverSettings.OfSystem()
            : new ResolverSettings(
                await AddressesOfAsync(servers, options.Timeout, cancellationToken).ConfigureAwait(false), [], 1);
        return new DnsLookup(new DnsResolver(settings.Servers, options), settings);
    }

    /// <summary>
    /// Asks for several types of a name at once. A name that the system would complete by its search list is tried so:
    /// the first that has any of the types counts; of those without, one that exists, and else the name as it is.
    /// </summary>
    /// <returns>An answer for each type, in their order; after a stop failures that nobody is to see.</returns>
    public async Task<DnsAnswer[]> AskAsync(
        string name, IReadOnlyList<DnsRecordType> types, DnsClass recordClass, CancellationToken cancellationToken)
    {
        DnsAnswer[]? without = null;
        foreach (string candidate in settings.Candidates(name))
        {
            DnsQuery? query = DnsQuery.Create(candidate, types[0], out string? fault);
            if (query is null)
            {
                return [new DnsAnswer(null, NotAName(name, fault), settings.Servers[0], TransportProtocol.Udp)];
            }

            DnsAnswer[] answers = await Task.WhenAll(types.Select(type => resolver.AskAsync(
                query with { Type = type, Class = recordClass }, cancellationToken))).ConfigureAwait(false);
            if (cancellationToken.IsCancellationRequested || !answers.All(IsWithoutRecords))
                return answers;
            bool exists = !answers.All(answer => answer.NameIsMissing);
            if (without is null || (exists && without.All(answer => answer.NameIsMissing))
                || (candidate == name && !exists && without.All(answer => answer.NameIsMissing)))
            {
                without = answers;
            }
        }

        return without!;
    }

    /// <summary>Transfers a zone; its name is whole, whatever the search list.</summary>
    /// <exception cref="OperationCanceledException">The caller stopped it; nothing is left open.</exception>
    public IAsyncEnumerable<PipelineItem> TransferAsync(
        string zone, DnsClass recordClass, CancellationToken cancellationToken)
    {
        DnsQuery? query = DnsQuery.Create(zone, DnsRecordType.AXFR, out string? fault);
        return query is null
            ? FailAsync(NotAName(zone, fault))
            : resolver.TransferAsync(query with { Class = recordClass }, cancellationToken);

        static async IAsyncEnumerable<PipelineItem> FailAsync(NetFailure failure)
        {
            await Task.CompletedTask.ConfigureAwait(false);
            yield return PipelineItem.Failure(failure);
        }
    }

    /// <summary>The name that has an address's PTR record (RFC 1035, section 3.5; RFC 3596, section 2.5).</summary>
    public static string ReverseNameOf(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return AddressFormatter.ReversePointer(AddressValue.FromBytes(address.GetAddressBytes()));
    }

    /// <summary>Ends a look-up that may have begun; one that could not begin holds nothing.</summary>
    public static async ValueTask EndAsync(Task<DnsLookup>? lookup)
    {
        if (lookup is { IsCompletedSuccessfully: true })
            await (await lookup.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => resolver.DisposeAsync();

    private static NetFailure NotAName(string name, string? fault)
        => new(FailureKind.NameNotFound, $"'{name}' is not a name: {fault}.", name);

    private static bool IsWithoutRecords(DnsAnswer answer)
        => answer.NameIsMissing || (answer.Failure is null && !answer.Message!.In(DnsSection.Answer).Any());

    private static async Task<IReadOnlyList<IPEndPoint>> AddressesOfAsync(
        IReadOnlyList<string> servers, TimeSpan limit, CancellationToken cancellationToken)
    {
        var found = new List<IPEndPoint>();
        foreach (string server in servers)
        {
            HostPort parsed = HostPort.Parse(server, ResolverSettings.Port);
            HostResolution resolved = await HostResolver.ResolveAsync(
                parsed.ComputerName, AddressFamilyChoice.Any, limit, cancellationToken).ConfigureAwait(false);
            if (resolved.Failure is not null)
                throw resolved.Failure.ToException();
            found.AddRange(resolved.Addresses.Select(address => new IPEndPoint(address, parsed.Port)));
        }

        return found;
    }
}
