using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Sockets;

/// <summary>A network interface, as sockets want to be told of it.</summary>
/// <param name="Name">The system's name ('eth0', 'Ethernet').</param>
/// <param name="Index">The system's number, from 1.</param>
/// <param name="IPv4Address">Its first IPv4 address; null where it has none.</param>
public sealed record InterfaceChoice(string Name, int Index, IPAddress? IPv4Address)
{
    /// <summary>The interface of a name, a number, or one of its addresses.</summary>
    /// <exception cref="NetException">No interface of this machine is meant (AddressNotAvailable).</exception>
    public static InterfaceChoice Parse(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        bool literal = HostResolver.TryParseLiteral(text, out IPAddress address);
        bool number = int.TryParse(text, out int index);
        foreach (NetworkInterface candidate in NetworkInterface.GetAllNetworkInterfaces())
        {
            IPInterfaceProperties properties = candidate.GetIPProperties();
            int candidateIndex = IndexOf(candidate, properties);
            bool meant = string.Equals(candidate.Name, text, StringComparison.Ordinal)
                || (number && candidateIndex == index)
                || (literal && properties.UnicastAddresses.Any(own => Same(own.Address, address)));
            if (meant)
                return new InterfaceChoice(candidate.Name, candidateIndex, FirstIPv4(properties));
        }

        throw new NetException(
            FailureKind.AddressNotAvailable,
            $"'{text}' is not a network interface of this machine. Give a name, a number or an address of one: "
            + $"{string.Join(", ", Names())}.",
            text);
    }

    /// <summary>The names of this machine's interfaces.</summary>
    public static IReadOnlyList<string> Names()
        => [.. NetworkInterface.GetAllNetworkInterfaces().Select(candidate => candidate.Name)];

    /// <summary>The name of the interface with a number; null where there is none.</summary>
    public static string? NameOf(int index) => NetworkInterface.GetAllNetworkInterfaces()
        .FirstOrDefault(candidate => IndexOf(candidate, candidate.GetIPProperties()) == index)?.Name;

    private static IPAddress? FirstIPv4(IPInterfaceProperties properties) => properties.UnicastAddresses
        .Select(own => own.Address).FirstOrDefault(own => own.AddressFamily == AddressFamily.InterNetwork);

    private static bool Same(IPAddress own, IPAddress wanted)
        // A link-local address is written with or without its %scope.
        => own.GetAddressBytes().AsSpan().SequenceEqual(wanted.GetAddressBytes());

    private static int IndexOf(NetworkInterface candidate, IPInterfaceProperties properties)
    {
        try
        {
            return candidate.Supports(NetworkInterfaceComponent.IPv4)
                ? properties.GetIPv4Properties().Index
                : properties.GetIPv6Properties().Index;
        }
        catch (NetworkInformationException)
        {
            // An interface that lost its last address in this moment has no number to be told by.
            return 0;
        }
    }
}
