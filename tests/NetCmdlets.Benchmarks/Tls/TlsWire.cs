using System.Net.Sockets;
using NetCmdlets.Benchmarks.Echo;

namespace NetCmdlets.Benchmarks.Tls;

/// <summary>A socket inside OpenSSL's TLS: as lean as TLS allows, so that the servers are what is measured.</summary>
internal sealed unsafe class TlsWire : LoadWire
{
    private const int SetReadAhead = 41;
    private const int SetFlags = 4;
    private const int NonBlocking = 0x802;

    private static readonly Lazy<nint> Context = new(() =>
    {
        nint context = OpenSsl.NewContext(OpenSsl.ClientMethod());
        OpenSsl.ControlContext(context, SetReadAhead, 1, 0);
        OpenSsl.SetReadBuffer(context, 20 * 1024);
        return context;
    });

    private nint ssl;

    private TlsWire(nint ssl) => this.ssl = ssl;

    // One call gives at most one record.
    public override bool ShortMeansDrained => false;

    /// <summary>Does the handshake on a connected socket that may still block.</summary>
    /// <exception cref="IOException">It failed.</exception>
    public static TlsWire Connect(Socket socket)
    {
        int descriptor = (int)socket.Handle;
        nint ssl = OpenSsl.New(Context.Value);
        int result = OpenSsl.SetDescriptor(ssl, descriptor) == 1 ? OpenSsl.Connect(ssl) : 0;
        if (result != 1)
        {
            int error = OpenSsl.ErrorOf(ssl, result);
            OpenSsl.Free(ssl);
            throw new IOException($"handshake: OpenSSL's error {error}");
        }

        // O_RDWR | O_NONBLOCK.
        OpenSsl.Control(descriptor, SetFlags, NonBlocking);
        return new TlsWire(ssl);
    }

    public override int Send(byte* data, int length) => Told("send", OpenSsl.Write(ssl, data, length));

    public override int Receive(byte* buffer, int length) => Told("receive", OpenSsl.Read(ssl, buffer, length));

    public override void Dispose()
    {
        if (ssl != 0)
            OpenSsl.Free(ssl);
        ssl = 0;
        base.Dispose();
    }

    private int Told(string call, int result)
    {
        if (result > 0)
            return result;
        int error = OpenSsl.ErrorOf(ssl, result);
        switch (error)
        {
            case OpenSsl.WantRead or OpenSsl.WantWrite:
                return Again;
            case OpenSsl.ZeroReturn:
                return 0;
            default:
                Error = $"{call}: OpenSSL's error {error}";
                return Failed;
        }
    }
}
