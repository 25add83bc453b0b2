using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using NetCmdlets.Benchmarks.Commands;
using NetCmdlets.Framing;
using NetCmdlets.Operations.Udp;
using NetCmdlets.Servers.Echo;

namespace NetCmdlets.Benchmarks.Udp;

/// <summary>Sends numbered datagrams through our echo server and holds the counts of both sides side by side.</summary>
internal sealed class UdpCountCommand : IBenchmarkCommand
{
    private const uint Run = 0x1234ABCD;

    public string Name => "udp-count";

    public string Summary => "numbered datagrams through our UDP echo server: counts of both sides, memory";

    public string Options => """
        --count N     how many datagrams (1000000)
        --bytes N     the size of each, from 24 (64)
        --window N    how many are under way at once (64)
        """;

    public async Task<int> RunAsync(CommandOptions options)
    {
        int count = options.Whole("count", 1_000_000);
        int bytes = Math.Max(NumberedDatagram.HeaderBytes, options.Whole("bytes", 64));
        int window = Math.Max(1, options.Whole("window", 64));
        options.RefuseOthers();

        await using UdpEchoServer server = UdpEchoServer.Start(new StartUdpEchoServerRequest());
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        client.Connect(server.LocalEndPoint);
        client.ReceiveTimeout = 2000;
        var tally = new SequenceTally();
        byte[] datagram = new byte[bytes];
        byte[] reply = new byte[65536];
        long sent = 0;
        int strange = 0;
        (long Heap, long Resident) early = default;
        long start = Stopwatch.GetTimestamp();
        while (tally.Unique < count)
        {
            while (sent < count && sent - tally.Unique < window)
            {
                new NumberedDatagram(Run, sent++, Stopwatch.GetTimestamp()).Write(datagram);
                client.Send(datagram);
            }

            int length;
            try
            {
                length = client.Receive(reply);
            }
            catch (SocketException silence) when (silence.SocketErrorCode == SocketError.TimedOut)
            {
                break;
            }

            if (NumberedDatagram.TryRead(reply.AsSpan(0, length), Run, out NumberedDatagram numbered))
                tally.Add(numbered.Number);
            else
                strange++;
            if (tally.Unique == count / 10 && early == default)
                early = Memory();
        }

        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        (long Heap, long Resident) late = Memory();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            client: {sent} sent, {tally.Unique} came back, {tally.LostOf(sent)} lost
            client: {tally.Duplicates} twice, {tally.Reordered} reordered, {strange} strange
            server: {server.MessagesReceived} received, {server.RejectedConnections} rejected
            server: {server.BytesReceived} bytes in, {server.BytesSent} bytes out
            {elapsed.TotalSeconds:0.00} s, {tally.Unique / elapsed.TotalSeconds:0} a second
            after a tenth: {early.Heap / 1024} KiB of live heap, {early.Resident / 1024} KiB resident
            at the end:    {late.Heap / 1024} KiB of live heap, {late.Resident / 1024} KiB resident
            """));
        bool agree = tally.Unique == count && server.MessagesReceived == count
            && server.BytesSent == (long)count * bytes && strange == 0;
        return agree ? 0 : 1;
    }

    private static (long Heap, long Resident) Memory()
    {
        long heap = GC.GetTotalMemory(forceFullCollection: true);
        using Process own = Process.GetCurrentProcess();
        return (heap, own.WorkingSet64);
    }
}
