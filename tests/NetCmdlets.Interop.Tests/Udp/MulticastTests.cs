using System.Globalization;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Udp;
using NetCmdlets.Pipeline;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Interop.Tests.Udp;

/// <summary>Groups and broadcasts between two processes, on loopback and between two network namespaces.</summary>
public sealed class MulticastTests
{
    // Joins a group on an interface, tells its port, and prints what comes.
    private const string Member = """
        import socket, struct, sys
        group, interface, port = sys.argv[1], sys.argv[2], int(sys.argv[3])
        six = ":" in group
        member = socket.socket(socket.AF_INET6 if six else socket.AF_INET, socket.SOCK_DGRAM)
        member.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        member.settimeout(20)
        member.bind(("", port))
        index = socket.if_nametoindex(interface)
        if six:
            join = socket.inet_pton(socket.AF_INET6, group) + struct.pack("@I", index)
            member.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP, join)
        elif group != "-":
            join = socket.inet_aton(group) + struct.pack("@4si", b"\0\0\0\0", index)
            member.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, join)
        print(member.getsockname()[1])
        while True:
            print(member.recv(65536).decode())
        """;

    // Sends a text to a group or a broadcast address by an interface.
    private const string Sender = """
        import socket, struct, sys
        group, interface, port, source = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
        six = ":" in group
        sender = socket.socket(socket.AF_INET6 if six else socket.AF_INET, socket.SOCK_DGRAM)
        sender.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        index = socket.if_nametoindex(interface)
        if six:
            sender.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_IF, index)
        else:
            sender.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, struct.pack("@4s4si", b"", b"", index))
        sender.bind((source, 0))
        sender.sendto(sys.argv[5].encode(), (group, port))
        """;

    [Fact]
    public async Task A_Python_member_on_loopback_hears_our_sender()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The loopback interface is not 'lo' here.");
        await using PeerProcess member = PeerProcess.Python(Member, "239.77.1.1", "lo", "0");
        int port = await PortOfAsync(member);

        await SendAsync(new() { ComputerName = ["239.77.1.1"], Port = port, Message = "by lo", Interface = "lo" });

        Assert.Equal("by lo", await member.ReadLineAsync());
    }

    [Fact]
    public async Task Our_member_on_loopback_hears_a_Python_sender()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The loopback interface is not 'lo' here.");
        await using Receiving receiving = await Receiving.StartAsync(
            new() { MulticastGroup = ["239.77.1.2"], Interface = ["lo"] });
        await using PeerProcess sender = PeerProcess.Python(
            Sender, "239.77.1.2", "lo", receiving.Port, "", "from Python");

        Assert.Equal("from Python", (await receiving.NextAsync()).Text);
    }

    [Fact]
    public async Task Groups_of_both_families_cross_between_two_namespaces_both_ways()
    {
        await using VethNamespace other = await VethNamespace.CreateAsync();
        foreach (string group in new[] { "239.77.2.1", "ff15::7721" })
        {
            await using PeerProcess member = other.Python(Member, group, other.There, "0");
            int port = await PortOfAsync(member);
            await SendAsync(new() { ComputerName = [group], Port = port, Message = "over", Interface = other.Here });
            Assert.Equal("over", await member.ReadLineAsync());

            await using Receiving receiving = await Receiving.StartAsync(
                new() { MulticastGroup = [group], Interface = [other.Here] });
            await using PeerProcess sender = other.Python(
                Sender, group, other.There, receiving.Port, "", "and back");
            UdpDatagram got = await receiving.NextAsync();
            Assert.Equal(("and back", other.Here), (got.Text, got.Interface));
            Assert.Equal(group, got.LocalEndPoint.Address.ToString());
        }
    }

    [Theory]
    [InlineData("232.77.1.1", false)]
    [InlineData("ff35::7711", true)]
    public async Task A_source_specific_member_hears_its_source_and_no_other(string group, bool isV6)
    {
        await using VethNamespace other = await VethNamespace.CreateAsync();
        string wanted = isV6 ? other.AddressV6() : other.Address();
        string unwanted = isV6 ? other.AddressV6(3) : other.Address(3);
        ReceiveUdpDatagramRequest member = new() { MulticastGroup = [group], Interface = [other.Here] };
        await using Receiving right = await Receiving.StartAsync(member with { MulticastSource = [wanted] });
        await using Receiving wrong = await Receiving.StartAsync(member with
        {
            MulticastSource = [unwanted],
            Port = int.Parse(right.Port, CultureInfo.InvariantCulture),
            Duration = TimeSpan.FromSeconds(1),
            Count = 1,
        });

        // Over and over, for with a shared port Linux may choose the one or the other by the sender's port.
        for (int i = 0; i < 6; i++)
        {
            await using PeerProcess sender = other.Python(
                Sender, group, other.There, right.Port, wanted, "specific");
            UdpDatagram got = await right.NextAsync();
            Assert.Equal(("specific", wanted), (got.Text, got.RemoteEndPoint.Address.ToString()));
        }

        Assert.Equal(FailureKind.ReplyTimedOut, await wrong.FailureAsync());
    }

    [Fact]
    public async Task Broadcasts_cross_between_two_namespaces_both_ways()
    {
        await using VethNamespace other = await VethNamespace.CreateAsync();
        await using PeerProcess listener = other.Python(Member, "-", other.There, "0");
        int port = await PortOfAsync(listener);
        await SendAsync(
            new() { ComputerName = [other.Address(255)], Port = port, Message = "to all", Broadcast = true });
        Assert.Equal("to all", await listener.ReadLineAsync());

        await using Receiving receiving = await Receiving.StartAsync(new() { Address = "Any" });
        await using PeerProcess sender = other.Python(
            Sender, other.Address(255), other.There, receiving.Port, "", "to all of you");
        UdpDatagram got = await receiving.NextAsync();
        Assert.Equal(("to all of you", other.Address(255)), (got.Text, got.LocalEndPoint.Address.ToString()));
    }

    [Fact]
    public async Task A_datagram_that_does_not_fit_the_link_is_MessageTooLong_where_fragments_are_forbidden()
    {
        await using VethNamespace other = await VethNamespace.CreateAsync();
        foreach (string address in new[] { other.Address(), other.AddressV6() })
        {
            await using var operation = new SendUdpDatagramOperation();
            List<PipelineItem> items = await operation.CollectAsync(new SendUdpDatagramRequest
            {
                ComputerName = [address],
                Port = 9,
                Data = new byte[1501],
                DontFragment = true,
            });
            Assert.Equal(FailureKind.MessageTooLong, Assert.Single(items.Failures()).Kind);
        }
    }

    private static async Task<int> PortOfAsync(PeerProcess member)
        => int.Parse(await member.ReadLineAsync(), CultureInfo.InvariantCulture);

    private static async Task SendAsync(SendUdpDatagramRequest request)
    {
        await using var operation = new SendUdpDatagramOperation();
        Assert.Empty((await operation.CollectAsync(request)).Failures());
    }

    /// <summary>A Receive-UdpDatagram that is bound.</summary>
    private sealed class Receiving : IAsyncDisposable
    {
        private readonly IAsyncEnumerator<PipelineItem> items;

        private Receiving(ReceiveUdpDatagramRequest request)
            => items = new ReceiveUdpDatagramOperation().RunAsync(request, CancellationToken.None).GetAsyncEnumerator();

        public string Port { get; private set; } = "";

        public static async Task<Receiving> StartAsync(ReceiveUdpDatagramRequest request)
        {
            var receiving = new Receiving(request with { Timeout = Bounded.Limit });
            await receiving.items.MoveNextAsync().Within();
            string bound = (string)receiving.items.Current.Payload;
            receiving.Port = bound[(bound.LastIndexOf(':') + 1)..^1];
            return receiving;
        }

        public async Task<UdpDatagram> NextAsync()
        {
            await items.MoveNextAsync().Within();
            return (UdpDatagram)items.Current.Payload;
        }

        public async Task<FailureKind> FailureAsync()
        {
            await items.MoveNextAsync().Within();
            return ((NetFailure)items.Current.Payload).Kind;
        }

        public ValueTask DisposeAsync() => items.DisposeAsync();
    }
}
