using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using NetCmdlets.Benchmarks.Commands;
using NetCmdlets.Benchmarks.Processes;
using NetCmdlets.Benchmarks.Reporting;

namespace NetCmdlets.Benchmarks.Echo;

/// <summary>Holds many connections on one server: what they cost while idle, and what is left after them.</summary>
internal sealed class IdleConnectionsCommand : IBenchmarkCommand
{
    private const double MiB = 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public string Name => "idle-connections";

    public string Summary => "memory and descriptors of our echo server under many idle connections";

    public string Options => """
        --connections N    how many (10000)
        --bytes N          the size of the message that each is answered (64)
        --server S         netcmdlets or sockets (netcmdlets)
        """;

    public Task<int> RunAsync(CommandOptions options)
    {
        int connections = Math.Max(1, options.Whole("connections", 10_000));
        int bytes = Math.Max(1, options.Whole("bytes", 64));
        string name = options.Text("server", "netcmdlets");
        EchoPeer peer = EchoPeer.All.FirstOrDefault(peer => peer.Name == name)
            ?? throw new UsageException($"'{name}' is no server.");
        options.RefuseOthers();
        if (!OperatingSystem.IsLinux())
            throw new UsageException("resident memory and descriptors are read from /proc: Linux only.");

        using ServerProcess server = peer.Start();
        // The first connections bring in code that stays; it is not theirs.
        for (int i = 0; i < 10; i++)
        {
            using Socket first = Open(server);
            Answered(first, i, bytes);
        }

        AwaitDescriptors(server, atMost: 0);
        ServerUse before = ServerUse.Of(server.Id);
        var sockets = new List<Socket>(connections);
        int answered = 0;
        for (int i = 0; i < connections; i++)
        {
            sockets.Add(Open(server));
            answered += Answered(sockets[i], i, bytes) ? 1 : 0;
        }

        ServerUse held = ServerUse.Of(server.Id);
        sockets.ForEach(socket => socket.Dispose());
        AwaitDescriptors(server, before.Descriptors);
        ServerUse after = ServerUse.Of(server.Id);

        Console.WriteLine(FormattableString.Invariant($"# {connections:N0} idle connections: {peer.Title}"));
        Console.WriteLine();
        Console.WriteLine($"Machine: {Machine.Description}.");
        Console.WriteLine();
        var table = new MarkdownTable("", "resident MiB", "growth MiB", "descriptors");
        Row(table, "before", before, before);
        Row(table, "held, each answered once", held, before);
        Row(table, "after all closed", after, before);
        table.WriteTo(Console.Out);
        Console.WriteLine();
        Console.WriteLine($"{answered} of {connections} answered byte for byte; "
            + $"{after.Descriptors - before.Descriptors} descriptors left.");
        return Task.FromResult(answered == connections && after.Descriptors <= before.Descriptors ? 0 : 1);
    }

    private static Socket Open(ServerProcess server)
    {
        var socket = new Socket(server.EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp)
        {
            ReceiveTimeout = (int)Patience.TotalMilliseconds,
        };
        socket.Connect(server.EndPoint);
        return socket;
    }

    private static bool Answered(Socket socket, int number, int bytes)
    {
        byte[] message = new byte[bytes];
        new Random(number).NextBytes(message);
        socket.Send(message);
        byte[] answer = new byte[bytes];
        for (int received = 0; received < bytes;)
        {
            int count = socket.Receive(answer.AsSpan(received));
            if (count == 0)
                return false;
            received += count;
        }

        return answer.AsSpan().SequenceEqual(message);
    }

    // Without a bound to come down to: until the number stays the same for a moment.
    private static void AwaitDescriptors(ServerProcess server, int atMost)
    {
        long start = Stopwatch.GetTimestamp();
        int last = -1;
        while (Stopwatch.GetElapsedTime(start) < Patience)
        {
            int now = ServerUse.Of(server.Id).Descriptors;
            if (now <= atMost || (atMost == 0 && now == last))
                return;
            last = now;
            Thread.Sleep(100);
        }
    }

    private static void Row(MarkdownTable table, string title, ServerUse use, ServerUse before)
        => table.Add(
            title,
            (use.ResidentBytes / MiB).ToString("0.0", CultureInfo.InvariantCulture),
            ((use.ResidentBytes - before.ResidentBytes) / MiB).ToString("0.0", CultureInfo.InvariantCulture),
            use.Descriptors.ToString("N0", CultureInfo.InvariantCulture));

    /// <summary>What a process holds at the moment, from /proc.</summary>
    private readonly record struct ServerUse(long ResidentBytes, int Descriptors)
    {
        public static ServerUse Of(int process)
        {
            string resident = File.ReadLines($"/proc/{process}/status")
                .First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
            long kibibytes = long.Parse(
                resident.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
            return new ServerUse(kibibytes * 1024, Directory.GetFileSystemEntries($"/proc/{process}/fd").Length);
        }
    }
}
