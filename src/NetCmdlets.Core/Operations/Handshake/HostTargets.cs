using System.Numerics;
using NetCmdlets.Addressing;
using NetCmdlets.Diagnostics;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Handshake;

/// <summary>The hosts behind what a user named: names, addresses, networks and ranges.</summary>
internal static class HostTargets
{
    /// <summary>Whether a list of targets is one host.</summary>
    public static bool IsSingle(IReadOnlyList<string> targets)
        => targets.Count == 1 && !string.IsNullOrWhiteSpace(targets[0]) && !TryRange(targets[0], out _);

    /// <summary>
    /// Each host, as it is asked for. A network stands for its hosts, without its own and its broadcast address; a
    /// range 'first-last' for every address from one to the other. Neither is laid out in memory.
    /// </summary>
    public static IEnumerable<string> Expand(IEnumerable<string> targets)
    {
        foreach (string target in targets)
        {
            if (string.IsNullOrWhiteSpace(target))
                continue;
            if (!TryRange(target, out AddressRange range))
            {
                yield return target;
                continue;
            }

            foreach (AddressValue address in range)
                yield return address.ToString();
        }
    }

    /// <summary>How many hosts there are, before any name is resolved; 2^46 stands for more.</summary>
    public static long Count(IEnumerable<string> targets)
    {
        BigInteger all = 0;
        foreach (string target in targets)
        {
            if (!string.IsNullOrWhiteSpace(target))
                all += TryRange(target, out AddressRange range) ? range.Count : 1;
        }

        return (long)BigInteger.Min(all, 1L << 46);
    }

    /// <summary>
    /// Why a target is no host: a URL has more in it than one, no name holds a slash, and two addresses, or an address and a number, with a dash between them are a range. Null
    /// where it may be one.
    /// </summary>
    public static NetFailure? FaultOf(string target)
    {
        if (target.Contains("://", StringComparison.Ordinal))
        {
            string host = Uri.TryCreate(target, UriKind.Absolute, out Uri? url) ? url.IdnHost : "";
            return new NetFailure(
                FailureKind.InvalidAddress,
                $"'{target}' is a URL and no host. Give the host alone{(host.Length > 0 ? $": {host}" : "")}.",
                target);
        }

        if (!target.Contains('/', StringComparison.Ordinal) && !IsRange(target))
            return null;
        try
        {
            AddressRange.Parse(target);
            return null;
        }
        catch (NetException error)
        {
            return error.Failure;
        }
    }

    private static bool IsRange(string target)
    {
        int dash = target.IndexOf('-', StringComparison.Ordinal);
        return dash > 0 && HostResolver.TryParseLiteral(target[..dash], out _)
            && (HostResolver.TryParseLiteral(target[(dash + 1)..], out _)
                || target.AsSpan(dash + 1).IndexOfAnyExceptInRange('0', '9') < 0);
    }

    private static bool TryRange(string target, out AddressRange range)
    {
        if (NetworkPrefix.TryParse(target, out NetworkPrefix network) && target.Contains('/', StringComparison.Ordinal))
        {
            range = AddressClassification.HostRange(network);
            return true;
        }

        range = default;
        return target.Contains('-', StringComparison.Ordinal) && AddressRange.TryParse(target, out range);
    }
}
