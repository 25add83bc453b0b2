using System.Net;
using NetCmdlets.Diagnostics;
using NetCmdlets.Protocols.Dns;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Names;

/// <summary>Addresses of names and names of addresses from name servers of the user's choice.</summary>
internal sealed class ServerAddressLookup(DnsLookup lookup)
{
    private static readonly DnsRecordType[] Both = [DnsRecordType.A, DnsRecordType.AAAA];
    private static readonly DnsRecordType[] IPv4 = [DnsRecordType.A];
    private static readonly DnsRecordType[] IPv6 = [DnsRecordType.AAAA];
    private static readonly DnsRecordType[] Pointer = [DnsRecordType.PTR];

    /// <summary>The addresses of a name, IPv4 first, and who said so.</summary>
    public async Task<(IReadOnlyList<IPAddress> Addresses, string Source, NetFailure? Failure)> ResolveAsync(
        string name, AddressFamilyChoice family, CancellationToken cancellationToken)
    {
        DnsRecordType[] types = family switch
        {
            AddressFamilyChoice.IPv4 => IPv4,
            AddressFamilyChoice.IPv6 => IPv6,
            _ => Both,
        };
        DnsAnswer[] answers = await lookup.AskAsync(name, types, DnsClass.IN, cancellationToken).ConfigureAwait(false);
        // The answer's aliases lead to the addresses; a server sends no others in that section.
        IPAddress[] addresses = [.. answers
            .Where(answer => answer.Failure is null)
            .SelectMany(answer => answer.Message!.In(DnsSection.Answer).OfType<DnsAddressRecord>())
            .Select(record => record.Address).Distinct()];
        DnsAnswer told = answers.FirstOrDefault(answer => answer.Failure is not null) ?? answers[0];
        string source = answers[0].Server.ToString();
        if (addresses.Length > 0)
            return (addresses, source, null);
        NetFailure failure = told.Failure is null
            ? Without(name, told, "address of that family")
            : told.Failure with { Target = name };
        return ([], source, failure);
    }

    /// <summary>The first name of an address, and who said so.</summary>
    public async Task<(string? HostName, string Source, NetFailure? Failure)> ReverseAsync(
        IPAddress address, CancellationToken cancellationToken)
    {
        string name = DnsLookup.ReverseNameOf(address) + ".";
        DnsAnswer answer = (await lookup.AskAsync(name, Pointer, DnsClass.IN, cancellationToken)
            .ConfigureAwait(false))[0];
        string source = answer.Server.ToString();
        if (answer.Failure is { } failure)
            return (null, source, failure with { Target = address });
        string? host = answer.Message!.In(DnsSection.Answer).OfType<DnsHostRecord>()
            .FirstOrDefault(record => record.Type == nameof(DnsRecordType.PTR))?.Host;
        return (host, source, host is null ? Without(address.ToString(), answer, "name") : null);
    }

    private static NetFailure Without(string what, DnsAnswer answer, string missing) => new(
        FailureKind.NameNotFound,
        $"'{what}' has no {missing}, says {answer.Server}.{DnsFailure.Negative(answer.Message!)}",
        what);
}
