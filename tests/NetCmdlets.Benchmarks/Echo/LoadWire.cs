using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using NetCmdlets.Sockets.Epoll;

namespace NetCmdlets.Benchmarks.Echo;

/// <summary>How the load driver's bytes get into a socket and out of it, without ever waiting.</summary>
internal abstract unsafe class LoadWire : IDisposable
{
    /// <summary>What a call returns where nothing can be done now; the socket's next edge tells when.</summary>
    public const int Again = -1;

    /// <summary>What a call returns where the connection has failed; <see cref="Error"/> tells why.</summary>
    public const int Failed = -2;

    /// <summary>Why the last call failed.</summary>
    public string Error { get; protected set; } = "";

    /// <summary>Whether a receive of less than was asked for means that nothing more is there.</summary>
    public abstract bool ShortMeansDrained { get; }

    /// <summary>Sends some bytes: how many, Again or Failed.</summary>
    public abstract int Send(byte* data, int length);

    /// <summary>Receives some bytes: how many, 0 at the end, Again or Failed.</summary>
    public abstract int Receive(byte* buffer, int length);

    /// <summary>Lets go of what it holds beside the socket.</summary>
    public virtual void Dispose()
    {
    }
}

/// <summary>The socket as it is.</summary>
internal sealed unsafe class PlainWire(Socket socket) : LoadWire
{
    private readonly int descriptor = (int)socket.Handle;

    public override bool ShortMeansDrained => true;

    public override int Send(byte* data, int length) => Told(
        "send", LinuxCalls.Send(descriptor, data, length, LinuxCalls.DoNotWait | LinuxCalls.NoSignal));

    public override int Receive(byte* buffer, int length)
        => Told("receive", LinuxCalls.Receive(descriptor, buffer, length, LinuxCalls.DoNotWait));

    private int Told(string call, nint result)
    {
        if (result >= 0)
            return (int)result;
        int error = Marshal.GetLastPInvokeError();
        if (error == LinuxCalls.Again)
            return Again;
        Error = $"{call}: {new Win32Exception(error).Message}";
        return Failed;
    }
}
