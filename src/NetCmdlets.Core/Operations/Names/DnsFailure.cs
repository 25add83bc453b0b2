using System.Globalization;
using System.Net;
using NetCmdlets.Diagnostics;
using NetCmdlets.Protocols.Dns;

namespace NetCmdlets.Operations.Names;

/// <summary>The failures of questions: which server, what it said, what to do.</summary>
internal static class DnsFailure
{
    /// <summary>The failure that a response is; null where it is an answer, be it without records.</summary>
    public static NetFailure? Of(DnsMessage message, DnsQuery query, IPEndPoint server) => message.ResponseCode switch
    {
        DnsResponseCode.NoError when query.Recursion && message.IsReferral => new NetFailure(
            FailureKind.NameServerFailed, Referral(message, query, server), query.Name),
        DnsResponseCode.NoError => null,
        DnsResponseCode.NXDomain => new NetFailure(
            FailureKind.NameNotFound,
            $"'{query.Name}' {Missing(message)}, says {server} (NXDOMAIN){Reasons(message)}.{Negative(message)}",
            query.Name),
        _ => new NetFailure(
            FailureKind.NameServerFailed,
            $"{server} answered {DnsResponseCodes.TextOf(message.ResponseCode)} about '{query.Name}' "
            + $"({DnsRecordTypes.TextOf(query.Type)}){Reasons(message)}. {Advice(message.ResponseCode, query.Type)}",
            query.Name),
    };

    /// <summary>Whom a server that is not responsible refers to, in the words of a question without recursion.</summary>
    public static string Referral(DnsMessage message, string name, IPEndPoint server)
        => Servers(message) is { } servers
            ? $"{server} refers to {servers}, which are to know more of '{name}'."
            : $"{server} is not responsible for '{name}'.";

    /// <summary>No answer came in time.</summary>
    public static NetFailure TimedOut(DnsQuery query, IPEndPoint server, TransportProtocol protocol, TimeSpan limit)
        => new(
            FailureKind.ConnectionTimedOut,
            $"Asking {protocol.ToString().ToUpperInvariant()} {server} for '{query.Name}' failed: no answer within "
            + string.Create(CultureInfo.InvariantCulture, $"{limit.TotalSeconds:0.###} s. ")
            + "The server is down, a filter drops the packets, or the time is too short.",
            query.Name);

    /// <summary>The server closed the connection before it had answered.</summary>
    /// <param name="rest">How many bytes of a message came before the end.</param>
    /// <param name="query">The question.</param>
    /// <param name="server">The server.</param>
    public static NetFailure Closed(int rest, DnsQuery query, IPEndPoint server) => new(
        FailureKind.PeerClosed,
        $"TCP {server} closed the connection after {rest} bytes, before its answer about '{query.Name}' was whole.",
        query.Name);

    /// <summary>The response cannot be read.</summary>
    public static NetFailure Malformed(string fault, DnsQuery query, IPEndPoint server) => new(
        FailureKind.ProtocolError,
        $"The response of {server} about '{query.Name}' is malformed: {fault}. Ask another server with -Server.",
        query.Name);

    /// <summary>For how long the server's 'no' may be kept, where it says so (RFC 2308).</summary>
    public static string Negative(DnsMessage message)
    {
        DnsSoaRecord? soa = message.In(DnsSection.Authority).OfType<DnsSoaRecord>().FirstOrDefault();
        return soa is null ? "" : string.Create(
            CultureInfo.InvariantCulture,
            $" The zone is '{soa.Name}'; resolvers keep this for {soa.NegativeTimeToLive.TotalSeconds:0} s.");
    }

    private static string Referral(DnsMessage message, DnsQuery query, IPEndPoint server)
        => Servers(message) is { } servers
            ? $"{server} does not know '{query.Name}' and asks nobody else: it refers to {servers}. Ask one of them, or a "
                + "server that recurses, with -Server."
            : $"{server} is not responsible for '{query.Name}' and asks nobody else. Ask another with -Server.";

    private static string? Servers(DnsMessage message)
    {
        DnsHostRecord[] servers = [.. message.In(DnsSection.Authority).OfType<DnsHostRecord>()
            .Where(record => record.Type == nameof(DnsRecordType.NS))];
        return servers.Length == 0
            ? null
            : $"{string.Join(" and ", servers.Select(one => one.Host))} for the zone '{servers[0].Name}'";
    }

    // The last of the aliases that the answer has.
    private static string Missing(DnsMessage message)
        => message.In(DnsSection.Answer).OfType<DnsHostRecord>()
            .LastOrDefault(record => record.Type == nameof(DnsRecordType.CNAME)) is { } alias
            ? $"is an alias of '{alias.Host}', which does not exist"
            : "does not exist";

    private static string Reasons(DnsMessage message)
        => message.Edns is { Errors: [_, ..] errors } ? ": " + string.Join(", ", errors) : "";

    private static string Advice(DnsResponseCode code, DnsRecordType type) => code switch
    {
        DnsResponseCode.Refused or DnsResponseCode.NotAuth when type == DnsRecordType.AXFR
            => "It does not serve this zone, or does not let this client transfer it. Ask a server of the zone, from an "
                + "address that it allows.",
        DnsResponseCode.ServFail => "It could not find the answer, or does not trust it. Ask another with -Server.",
        DnsResponseCode.Refused => "It does not serve this client or this zone. Ask another with -Server.",
        DnsResponseCode.NotImp => "It does not answer such questions. Ask another with -Server.",
        _ => "Ask another with -Server.",
    };
}
