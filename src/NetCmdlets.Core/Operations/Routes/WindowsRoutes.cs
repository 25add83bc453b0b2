using System.Buffers.Binary;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using NetCmdlets.Addressing;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Hosts;

namespace NetCmdlets.Operations.Routes;

/// <summary>
/// Windows' own decisions, by GetBestRoute2 of iphlpapi. What is read out of its answer is tested on every system; the
/// call itself has not been run by those who wrote it.
/// </summary>
internal sealed unsafe partial class WindowsRoutes : IRouteSource
{
    private const int AddressSize = 28;
    private const int RowSize = 104;
    private const int InterfaceIndexAt = 8;
    private const int PrefixAt = 12;
    private const int PrefixLengthAt = PrefixAt + AddressSize;
    private const int NextHopAt = 44;
    private const int MetricAt = 84;
    private const int LoopbackAt = 92;
    private const int FamilyIPv4 = 2;

    private readonly IReadOnlyList<HostInterface> interfaces = SystemInterfaces.Read();

    /// <inheritdoc/>
    public RouteDecision Find(IPAddress destination, IPAddress? source, int interfaceIndex)
    {
        ArgumentNullException.ThrowIfNull(destination);
        byte* row = stackalloc byte[RowSize];
        byte* best = stackalloc byte[AddressSize];
        byte[] to = Write(destination);
        byte[]? from = source is null ? null : Write(source);
        uint error;
        fixed (byte* target = to, bound = from)
            error = GetBestRoute2(null, (uint)interfaceIndex, bound, target, 0, row, best);
        var decision = new RouteDecision { Destination = destination.ToString(), Address = destination };
        return error == 0
            ? Read(
                decision,
                new ReadOnlySpan<byte>(row, RowSize),
                new ReadOnlySpan<byte>(best, AddressSize),
                interfaces)
            : decision with
            {
                Kind = RouteKind.Unreachable,
                Reason = new NetworkInformationException((int)error).Message,
            };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    /// <summary>
    /// The decision in a MIB_IPFORWARD_ROW2 (104 octets: interface's number at 8, destination prefix at 12, next hop at
    /// 44, metric at 84, loopback at 92) and the source address beside it.
    /// </summary>
    internal static RouteDecision Read(
        RouteDecision decision,
        ReadOnlySpan<byte> row,
        ReadOnlySpan<byte> best,
        IReadOnlyList<HostInterface> interfaces)
    {
        int index = (int)BinaryPrimitives.ReadUInt32LittleEndian(row[InterfaceIndexAt..]);
        HostInterface? link = interfaces.FirstOrDefault(one => one.Index == index);
        IPAddress nextHop = ReadAddress(row[NextHopAt..]);
        IPAddress prefix = ReadAddress(row[PrefixAt..]);
        bool isOwn = row[LoopbackAt] != 0 || IPAddress.IsLoopback(decision.Address);
        bool isDirect = AddressValue.FromIPAddress(nextHop).Bits == 0;
        return decision with
        {
            Kind = isOwn ? RouteKind.Loopback : isDirect ? RouteKind.OnLink : RouteKind.Gateway,
            NextHop = isDirect ? null : nextHop,
            InterfaceIndex = index,
            InterfaceName = link?.Name,
            SourceAddress = ReadAddress(best),
            Prefix = $"{AddressValue.FromIPAddress(prefix)}/{row[PrefixLengthAt]}",
            Metric = BinaryPrimitives.ReadUInt32LittleEndian(row[MetricAt..]),
            Mtu = link?.Mtu,
            Type = isOwn ? RouteType.Local : RouteType.Unicast,
        };
    }

    // SOCKADDR_INET: family (2), port (2), then 4 octets of IPv4; or flow (4), 16 octets of IPv6, scope id (4).
    private static IPAddress ReadAddress(ReadOnlySpan<byte> octets)
        => BinaryPrimitives.ReadUInt16LittleEndian(octets) == FamilyIPv4
            ? new IPAddress(octets.Slice(4, 4))
            : new IPAddress(octets.Slice(8, 16), BinaryPrimitives.ReadUInt32LittleEndian(octets[24..]));

    private static byte[] Write(IPAddress address)
    {
        byte[] octets = new byte[AddressSize];
        SocketAddress native = new IPEndPoint(address, 0).Serialize();
        native.Buffer.Span[..native.Size].CopyTo(octets);
        return octets;
    }

    [LibraryImport("iphlpapi")]
    private static partial uint GetBestRoute2(
        void* interfaceLuid,
        uint interfaceIndex,
        byte* source,
        byte* destination,
        uint options,
        byte* route,
        byte* best);
}
