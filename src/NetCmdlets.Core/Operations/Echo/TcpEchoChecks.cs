using System.Diagnostics;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Sockets;
using static System.FormattableString;

namespace NetCmdlets.Operations.Echo;

/// <summary>What an echo server over TCP must do (RFC 862, and the traps of a byte stream).</summary>
internal sealed class TcpEchoChecks(TestEchoServerRequest request, string target)
{
    private const long LargeBytes = 4 * 1024 * 1024;
    private const long MostLargeBytes = 4 * LargeBytes;
    private const int HalfCloseBytes = 256 * 1024;
    private const int SingleBytes = 32;
    private const int CoalescedMessages = 100;

    // So long without taking more, and the buffers on the way are full.
    private static readonly TimeSpan Stalled = TimeSpan.FromMilliseconds(200);

    // What a client that reads late lets pile up on its own side: with more, the server would never have to wait.
    private const int LateReaderBufferBytes = 64 * 1024;

    private readonly TcpDialer dialer = TcpClients.DialerOf(request);
    private readonly TcpDialer lateReader = TcpClients.DialerOf(request, LateReaderBufferBytes);

    /// <summary>The checks in the order in which they are run: the later ones ask more.</summary>
    public IReadOnlyList<EchoCheckDefinition> All =>
    [
        new("Text", "A text comes back byte for byte", token => EchoOnceAsync(EchoPattern.Text, token)),
        new("Bytes", "All 256 byte values come back", token => EchoOnceAsync(EchoPattern.AllValues, token)),
        new("Empty", "No bytes and a half-close: nothing comes back, then the end", EmptyAsync),
        new("OneByte", "Messages of one byte each come back", OneByteAsync),
        new("Coalesced", "Messages sent in one piece all come back", CoalescedAsync),
        new("Large", "4 MiB or more come back though the client reads late", LargeAsync),
        new("HalfClose", "What was sent before the half-close all comes back", HalfCloseAsync),
        new("Concurrent", $"{request.Concurrency} clients at once each get their own back", ConcurrentAsync),
        new("Idle", "A client that says nothing holds up no other", IdleAsync),
        new("Reset", "A client that resets disturbs no other", ResetAsync),
    ];

    private Task<EchoClient> ConnectAsync(CancellationToken cancellationToken)
        => ConnectAsync(dialer, cancellationToken);

    private async Task<EchoClient> ConnectAsync(TcpDialer by, CancellationToken cancellationToken)
    {
        DialResult dialed = await by.DialAsync(request, target, cancellationToken).ConfigureAwait(false);
        return dialed.Failure is null
            ? new EchoClient(dialed.Transport!, request, target, cancellationToken)
            : throw EchoFault.Of(dialed.Failure);
    }

    private async Task<string> EchoOnceAsync(byte[] message, CancellationToken cancellationToken)
    {
        using EchoClient client = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        await client.EchoAsync(message).ConfigureAwait(false);
        return Invariant($"{message.Length:N0} bytes came back the same.");
    }

    private async Task<string> EmptyAsync(CancellationToken cancellationToken)
    {
        using EchoClient client = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        await client.HalfCloseAsync().ConfigureAwait(false);
        int count = await client.ReceiveAsync(new byte[1]).ConfigureAwait(false);
        if (count > 0)
            throw new EchoFault("something came back though nothing was sent.");
        string evidence = $"nothing came back, {client.Ending}.";
        return client.EndedInOrder ? evidence : throw new EchoFault(evidence);
    }

    private async Task<string> OneByteAsync(CancellationToken cancellationToken)
    {
        using EchoClient client = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        byte[] message = EchoPattern.Make(SingleBytes, seed: 1);
        for (int number = 0; number < SingleBytes; number++)
        {
            try
            {
                await client.EchoAsync(message.AsMemory(number, 1)).ConfigureAwait(false);
            }
            catch (EchoFault fault)
            {
                throw fault.At($"message {number + 1} of {SingleBytes}");
            }
        }

        return $"{SingleBytes} messages of one byte came back, one after another.";
    }

    private async Task<string> CoalescedAsync(CancellationToken cancellationToken)
    {
        using EchoClient client = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        byte[] all = System.Text.Encoding.ASCII.GetBytes(string.Concat(
            Enumerable.Range(1, CoalescedMessages).Select(number => $"message {number:000} of many in one piece\r\n")));
        await client.EchoAsync(all).ConfigureAwait(false);
        return Invariant($"{CoalescedMessages} messages in one piece of {all.Length:N0} bytes came back the same.");
    }

    private async Task<string> LargeAsync(CancellationToken cancellationToken)
    {
        using EchoClient client = await ConnectAsync(lateReader, cancellationToken).ConfigureAwait(false);
        var load = new LateLoad(client, LargeBytes, MostLargeBytes);
        Task sending = load.SendAsync();
        // The client reads only once nothing more is taken: a server that cannot wait for its client fails here.
        long before;
        do
        {
            before = load.Sent;
            await Task.WhenAny(sending, Task.Delay(Stalled, cancellationToken)).ConfigureAwait(false);
        }
        while (!sending.IsCompleted && load.Sent != before);

        long unread = load.Sent;
        long total = load.Stop();
        await ReadPatternAsync(client, total, sending).ConfigureAwait(false);
        return Invariant($"{total:N0} bytes came back the same; {unread:N0} were sent before the first was read.");
    }

    private async Task<string> HalfCloseAsync(CancellationToken cancellationToken)
    {
        using EchoClient client = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        client.RequireHalfClose();
        Task sending = SendAsync();
        await ReadPatternAsync(client, HalfCloseBytes, sending).ConfigureAwait(false);
        int more = await client.ReceiveAsync(new byte[1]).ConfigureAwait(false);
        if (more > 0)
            throw new EchoFault(Invariant($"more than the {HalfCloseBytes:N0} bytes that were sent came back."));
        return client.EndedInOrder
            ? Invariant($"{HalfCloseBytes:N0} bytes came back the same, {client.Ending}.")
            : throw new EchoFault(Invariant($"all {HalfCloseBytes:N0} bytes came back, {client.Ending}."));

        async Task SendAsync()
        {
            await client.SendAsync(EchoPattern.Make(HalfCloseBytes)).ConfigureAwait(false);
            await client.HalfCloseAsync().ConfigureAwait(false);
        }
    }

    private static async Task ReadPatternAsync(EchoClient client, long total, Task sending)
    {
        try
        {
            await ReadPatternAsync(client, total).ConfigureAwait(false);
        }
        catch
        {
            // What did not come back says more than how the sending then failed.
            client.Reset();
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        await sending.ConfigureAwait(false);
    }

    private static async Task ReadPatternAsync(EchoClient client, long total)
    {
        byte[] buffer = new byte[64 * 1024];
        byte[] expected = new byte[buffer.Length];
        long done = 0;
        while (done < total)
        {
            int count = await client.ReceiveAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, total - done)))
                .ConfigureAwait(false);
            if (count == 0)
                throw new EchoFault(Invariant($"{done:N0} of {total:N0} bytes came back, {client.Ending}."));
            EchoPattern.Fill(expected.AsSpan(0, count), done);
            int same = buffer.AsSpan(0, count).CommonPrefixLength(expected.AsSpan(0, count));
            if (same < count)
            {
                throw new EchoFault(
                    Invariant($"byte {done + same:N0} of {total:N0} was sent as 0x{expected[same]:X2} and came ")
                    + $"back as 0x{buffer[same]:X2}.");
            }

            done += count;
        }
    }

    private async Task<string> ConcurrentAsync(CancellationToken cancellationToken)
    {
        var clients = new List<EchoClient>();
        try
        {
            // All are connected before any of them speaks, and the last one speaks first.
            for (int number = 0; number < request.Concurrency; number++)
                clients.Add(await ConnectAsync(cancellationToken).ConfigureAwait(false));
            Task<string?>[] echoes = [.. clients.AsEnumerable().Reverse().Select(EchoOwnAsync)];
            string[] faults = [.. (await Task.WhenAll(echoes).ConfigureAwait(false)).OfType<string>()];
            return faults.Length == 0
                ? $"{clients.Count} clients at once each got their own bytes back."
                : throw new EchoFault($"{faults.Length} of {clients.Count} clients did not: {faults[0]}");
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }

        async Task<string?> EchoOwnAsync(EchoClient client, int number)
        {
            try
            {
                await client.EchoAsync(EchoPattern.Make(1000, seed: number + 1)).ConfigureAwait(false);
                return null;
            }
            catch (EchoFault fault)
            {
                return fault.Message;
            }
        }
    }

    private async Task<string> IdleAsync(CancellationToken cancellationToken)
    {
        using EchoClient idle = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        using EchoClient busy = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        long start = Stopwatch.GetTimestamp();
        try
        {
            await busy.EchoAsync(EchoPattern.Text).ConfigureAwait(false);
        }
        catch (EchoFault fault)
        {
            throw fault.At("while another client was connected and silent");
        }

        double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        await idle.EchoAsync(EchoPattern.Make(1000)).ConfigureAwait(false);
        return Invariant(
            $"a second client was answered in {milliseconds:0.0} ms, and the silent one after it.");
    }

    private async Task<string> ResetAsync(CancellationToken cancellationToken)
    {
        // Each client wants one answer only: a server that gives no second one fails elsewhere, not here. The rude one
        // is served first, so that a server of one client at a time comes to the others after it.
        using EchoClient rude = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        await rude.EchoAsync(EchoPattern.Text).ConfigureAwait(false);
        using (EchoClient other = await ConnectAsync(cancellationToken).ConfigureAwait(false))
        {
            try
            {
                await rude.SendAsync(EchoPattern.Make(1000)).ConfigureAwait(false);
            }
            catch (EchoFault)
            {
                // It has closed already.
            }

            rude.Reset();
            await EchoAsync(other, "a client that was connected before the reset").ConfigureAwait(false);
        }

        using EchoClient next = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        await EchoAsync(next, "a client that came after the reset").ConfigureAwait(false);
        return "a client from before the reset and one from after it were answered.";

        static async Task EchoAsync(EchoClient client, string which)
        {
            try
            {
                await client.EchoAsync(EchoPattern.Text).ConfigureAwait(false);
            }
            catch (EchoFault fault)
            {
                throw fault.At(which);
            }
        }
    }
}
