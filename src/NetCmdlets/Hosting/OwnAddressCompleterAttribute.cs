using System.Management.Automation;
using System.Net.NetworkInformation;

namespace NetCmdlets.Hosting;

/// <summary>Completes -LocalAddress with the addresses of this machine.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OwnAddressCompleterAttribute() : ArgumentCompleterAttribute(typeof(Completer))
{
    /// <summary>The addresses of this machine, each with the interface that has it.</summary>
    internal static IEnumerable<(string Word, string Meaning)> Addresses =>
        from card in NetworkInterface.GetAllNetworkInterfaces()
        where card.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown
        from unicast in card.GetIPProperties().UnicastAddresses
        select (unicast.Address.ToString(), $"of {card.Name}");

    private sealed class Completer : WordCompleter
    {
        protected override IEnumerable<(string Word, string Meaning)> Words => Addresses;
    }
}
