using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Net.NetworkInformation;
using NetCmdlets.Addressing;

namespace NetCmdlets.Hosting;

/// <summary>Completes networks: those that this machine is on, and those that everyone knows.</summary>
public sealed class NetworkCompleter : IArgumentCompleter
{
    private static readonly (string Network, string What)[] WellKnown =
    [
        ("10.0.0.0/8", "private (RFC 1918)"),
        ("172.16.0.0/12", "private (RFC 1918)"),
        ("192.168.0.0/16", "private (RFC 1918)"),
        ("100.64.0.0/10", "shared address space (RFC 6598)"),
        ("127.0.0.0/8", "loopback"),
        ("169.254.0.0/16", "link-local"),
        ("fc00::/7", "unique local (RFC 4193)"),
        ("fe80::/10", "link-local"),
        ("2001:db8::/32", "documentation (RFC 3849)"),
    ];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters) =>
        Own().Concat(WellKnown)
            .DistinctBy(static entry => entry.Network)
            .Where(entry => entry.Network.StartsWith(wordToComplete ?? "", StringComparison.OrdinalIgnoreCase))
            .Select(static entry => new CompletionResult(
                entry.Network, entry.Network, CompletionResultType.ParameterValue, $"{entry.Network}: {entry.What}"));

    private static IEnumerable<(string Network, string What)> Own() =>
        from card in NetworkInterface.GetAllNetworkInterfaces()
        where card.OperationalStatus == OperationalStatus.Up
        from unicast in card.GetIPProperties().UnicastAddresses
        let address = AddressValue.FromIPAddress(unicast.Address)
        select (NetworkPrefix.Containing(address, unicast.PrefixLength).ToString(), $"the network of {card.Name}");
}
