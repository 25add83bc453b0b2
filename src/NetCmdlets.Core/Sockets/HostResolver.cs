using System.Net;
using System.Net.Sockets;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Sockets;

/// <summary>
/// Names to addresses and back through the system's resolver (hosts file, DNS, mDNS, as the system is set up), with
/// failures as values. Every client of the module finds its peers here.
/// </summary>
public static class HostResolver
{
    /// <summary>
    /// The address that a text already is: IPv4 in four parts, or IPv6 with or without brackets and with %scope.
    /// </summary>
    public static bool TryParseLiteral(string host, out IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(host);
        ReadOnlySpan<char> text = host;
        if (text.Length > 2 && text[0] == '[' && text[^1] == ']')
            text = text[1..^1];
        // The parser also takes '127.1' and '1' (inet_aton's forms); those go the way of names, as in other programs.
        if (IPAddress.TryParse(text, out IPAddress? parsed)
            && (parsed.AddressFamily == AddressFamily.InterNetworkV6 || text.Count('.') == 3))
        {
            address = parsed;
            return true;
        }

        address = IPAddress.None;
        return false;
    }

    /// <summary>
    /// The addresses of a name, in the system's order (RFC 6724), or why there are none.
    /// </summary>
    /// <param name="host">A name or a literal address.</param>
    /// <param name="family">The families wanted.</param>
    /// <param name="limit">How long to wait.</param>
    /// <param name="cancellationToken">Ends the wait at once.</param>
    public static async ValueTask<HostResolution> ResolveAsync(
        string host, AddressFamilyChoice family, TimeSpan limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(host);
        if (string.IsNullOrWhiteSpace(host))
        {
            return new HostResolution([], new NetFailure(
                FailureKind.NameNotFound, "An empty text is the name of no host. Give a name or an address.", host));
        }

        if (TryParseLiteral(host, out IPAddress literal))
        {
            return Fits(literal, family)
                ? new HostResolution([literal], null)
                : new HostResolution([], new NetFailure(
                    FailureKind.NameNotFound, $"'{host}' is not an {family} address.", host));
        }

        using var deadline = new Deadline(limit, cancellationToken);
        string what = $"Resolving '{host}'{(family == AddressFamilyChoice.Any ? "" : $" to {family}")}";
        try
        {
            // getaddrinfo cannot be interrupted on every system: the wait is, and the pool thread ends by itself.
            IPAddress[] addresses = await Dns.GetHostAddressesAsync(host, family.ToAddressFamily(), deadline.Token)
                .WaitAsync(deadline.Token).ConfigureAwait(false);
            if (VerboseSink.IsOpen && addresses.Length > 0)
                await VerboseSink.WriteAsync($"{what} gave {string.Join<IPAddress>(", ", addresses)}.").ConfigureAwait(false);
            return addresses.Length > 0
                ? new HostResolution(addresses, null)
                : new HostResolution([], SocketFailure.From(SocketError.NoData, what, host));
        }
        catch (SocketException error)
        {
            return new HostResolution([], SocketFailure.From(error.SocketErrorCode, what, host, error));
        }
        catch (ArgumentException error)
        {
            // A label over 63 or a name over 255 octets (RFC 1035, section 2.3.4).
            return new HostResolution([], new NetFailure(
                FailureKind.NameNotFound, $"'{host}' is not a host name: {error.Message}", host, error));
        }
        catch (OperationCanceledException) when (deadline.Expired)
        {
            return new HostResolution([], TimedOut(host, limit));
        }
    }

    /// <summary>The name of an address, or why there is none.</summary>
    public static async ValueTask<(string? HostName, NetFailure? Failure)> ReverseAsync(
        IPAddress address, TimeSpan limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        using var deadline = new Deadline(limit, cancellationToken);
        try
        {
            IPHostEntry entry = await Dns.GetHostEntryAsync(address.ToString(), deadline.Token)
                .WaitAsync(deadline.Token).ConfigureAwait(false);
            // Without a PTR record the system hands the address back as its own name.
            return string.Equals(entry.HostName, address.ToString(), StringComparison.Ordinal)
                ? (null, Nameless(address, null))
                : (entry.HostName, null);
        }
        catch (SocketException error)
        {
            NetFailure failure = SocketFailure.From(
                error.SocketErrorCode, $"Looking up the name of {address}", address, error);
            return (null, failure.Kind == FailureKind.NameNotFound ? Nameless(address, error) : failure);
        }
        catch (OperationCanceledException) when (deadline.Expired)
        {
            return (null, TimedOut(address.ToString(), limit));
        }
    }

    private static bool Fits(IPAddress address, AddressFamilyChoice family)
        => family == AddressFamilyChoice.Any || address.AddressFamily == family.ToAddressFamily();

    private static NetFailure Nameless(IPAddress address, Exception? cause) => new(
        FailureKind.NameNotFound,
        $"Looking up the name of {address} failed: it has none, neither by DNS (a PTR record) nor in the hosts file.",
        address,
        cause);

    private static NetFailure TimedOut(string host, TimeSpan limit) => new(
        FailureKind.NameServerFailed,
        $"Resolving '{host}' failed: no answer within {DisplayText.Seconds(limit)}. Check the resolver's settings.",
        host);
}

/// <summary>What the resolver said of a name.</summary>
/// <param name="Addresses">The addresses, in the system's order; empty where it failed.</param>
/// <param name="Failure">Why there are none; null where there are some.</param>
public sealed record HostResolution(IReadOnlyList<IPAddress> Addresses, NetFailure? Failure);
