using System.Net;
using NetCmdlets.Sockets;
using static System.FormattableString;

namespace NetCmdlets.Operations.Echo;

/// <summary>What an echo server over UDP must do (RFC 862, and what makes a datagram one).</summary>
internal sealed class UdpEchoChecks(TestEchoServerRequest request, IPEndPoint server)
{
    private static readonly int[] BoundarySizes = [1, 700, 3, 1200, 20];

    /// <summary>The checks in the order in which they are run.</summary>
    public IReadOnlyList<EchoCheckDefinition> All =>
    [
        new("Text", "A text comes back byte for byte", token => EchoOnceAsync(EchoPattern.Text, token)),
        new("Bytes", "All 256 byte values come back", token => EchoOnceAsync(EchoPattern.AllValues, token)),
        new("Empty", "A datagram of no bytes comes back as one", EmptyAsync),
        new("Boundaries", "Datagrams sent together come back as they were cut", BoundariesAsync),
        new("SourcePort", "The answer comes from the address and port asked", SourcePortAsync),
        new("Largest", "The largest datagram (65,507 bytes) comes back whole", token
            => EchoOnceAsync(EchoPattern.Make(UdpEndpoint.MaximumPayload), token)),
        new("Concurrent", $"{request.Concurrency} clients at once each get their own back", ConcurrentAsync),
    ];

    private UdpEchoClient Open(CancellationToken cancellationToken) => new(server, request, cancellationToken);

    private async Task<string> EchoOnceAsync(byte[] message, CancellationToken cancellationToken)
    {
        using UdpEchoClient client = Open(cancellationToken);
        byte[] reply = await client.AskAsync(message).ConfigureAwait(false);
        EchoPattern.RequireSame(message, reply, "the datagram was cut");
        return Invariant($"{message.Length:N0} bytes came back the same.");
    }

    private async Task<string> EmptyAsync(CancellationToken cancellationToken)
    {
        using UdpEchoClient client = Open(cancellationToken);
        byte[] reply = await client.AskAsync(ReadOnlyMemory<byte>.Empty).ConfigureAwait(false);
        return reply.Length == 0
            ? "a datagram of no bytes came back."
            : throw new EchoFault(Invariant($"{reply.Length:N0} bytes came back for a datagram of none."));
    }

    private async Task<string> BoundariesAsync(CancellationToken cancellationToken)
    {
        using UdpEchoClient client = Open(cancellationToken);
        var expected = new List<byte[]>();
        foreach (int size in BoundarySizes)
        {
            expected.Add(EchoPattern.Make(size, seed: size));
            await client.SendAsync(expected[^1]).ConfigureAwait(false);
        }

        // UDP may bring them in another order; that is not the server's fault.
        while (expected.Count > 0)
        {
            byte[] reply = await client.ReceiveAsync().ConfigureAwait(false) ?? throw new EchoFault(
                $"{BoundarySizes.Length - expected.Count} of {BoundarySizes.Length} datagrams came back within "
                    + $"{DisplayText.Seconds(request.Timeout)}.");
            int index = expected.FindIndex(sent => sent.AsSpan().SequenceEqual(reply));
            if (index < 0)
            {
                throw new EchoFault(
                    Invariant($"a datagram of {reply.Length:N0} bytes came back that was not sent so; sent were ")
                    + $"{string.Join(", ", BoundarySizes)}.");
            }

            expected.RemoveAt(index);
        }

        string sizes = string.Join(", ", BoundarySizes);
        return $"{BoundarySizes.Length} datagrams came back as they were cut: {sizes} bytes.";
    }

    private async Task<string> SourcePortAsync(CancellationToken cancellationToken)
    {
        using UdpEchoClient client = Open(cancellationToken);
        await client.AskAsync(EchoPattern.Text).ConfigureAwait(false);
        return client.LastSenderIsServer
            ? $"the answer came from {client.LastSender}."
            : throw new EchoFault($"{server} was asked, and {client.LastSender} answered.");
    }

    private async Task<string> ConcurrentAsync(CancellationToken cancellationToken)
    {
        var clients = new List<UdpEchoClient>();
        try
        {
            for (int number = 0; number < request.Concurrency; number++)
                clients.Add(Open(cancellationToken));
            Task<string?>[] echoes = [.. clients.Select(EchoOwnAsync)];
            string[] faults = [.. (await Task.WhenAll(echoes).ConfigureAwait(false)).OfType<string>()];
            return faults.Length == 0
                ? $"{clients.Count} clients at once each got their own bytes back."
                : throw new EchoFault($"{faults.Length} of {clients.Count} clients did not: {faults[0]}");
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }

        static async Task<string?> EchoOwnAsync(UdpEchoClient client, int number)
        {
            try
            {
                byte[] message = EchoPattern.Make(500, seed: number + 1);
                byte[] reply = await client.AskAsync(message).ConfigureAwait(false);
                EchoPattern.RequireSame(message, reply, "the datagram was cut");
                return null;
            }
            catch (EchoFault fault)
            {
                return fault.Message;
            }
        }
    }
}
