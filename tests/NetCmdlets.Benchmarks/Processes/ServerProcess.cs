using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace NetCmdlets.Benchmarks.Processes;

/// <summary>A server in a process of its own, ended with its children when it is disposed.</summary>
internal sealed class ServerProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Process process;

    private ServerProcess(Process process, int port)
    {
        this.process = process;
        EndPoint = new IPEndPoint(IPAddress.Loopback, port);
    }

    public IPEndPoint EndPoint { get; }

    public int Id => process.Id;

    /// <summary>User and system time that the process has used; its children's not.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>Starts a server that prints its port as its first line.</summary>
    public static ServerProcess StartAndReadPort(ProcessStartInfo start)
    {
        Process process = Start(start);
        try
        {
            Task<string?> line = process.StandardOutput.ReadLineAsync();
            if (!line.Wait(Patience) || !int.TryParse(line.Result, CultureInfo.InvariantCulture, out int port))
                throw new InvalidOperationException($"{start.FileName} told no port.");
            Drain(process);
            return new ServerProcess(process, port);
        }
        catch
        {
            End(process);
            throw;
        }
    }

    /// <summary>Starts a server on a port that was free a moment ago and waits until it takes connections.</summary>
    public static ServerProcess StartOnPort(Func<int, ProcessStartInfo> start)
    {
        int port = FreePort();
        Process process = Start(start(port));
        try
        {
            Drain(process);
            var server = new ServerProcess(process, port);
            server.AwaitListening();
            return server;
        }
        catch
        {
            End(process);
            throw;
        }
    }

    public void Dispose() => End(process);

    private static Process Start(ProcessStartInfo start)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        return Process.Start(start)!;
    }

    // A child that writes more than a pipe holds would stop otherwise.
    private static void Drain(Process process)
    {
        _ = process.StandardOutput.ReadToEndAsync();
        _ = process.StandardError.ReadToEndAsync();
    }

    private static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }

    private static void End(Process process)
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        process.WaitForExit(Patience);
        process.Dispose();
    }

    private void AwaitListening()
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                probe.Connect(EndPoint);
                return;
            }
            catch (SocketException)
            {
                if (process.HasExited || Stopwatch.GetElapsedTime(start) > Patience)
                    throw new InvalidOperationException($"{process.StartInfo.FileName} does not listen.");
                Thread.Sleep(20);
            }
        }
    }
}
