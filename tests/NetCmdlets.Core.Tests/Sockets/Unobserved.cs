using NetCmdlets.Sockets;

namespace NetCmdlets.Core.Tests.Sockets;

/// <summary>Who does not care what a connection transfers.</summary>
internal sealed class Unobserved : ITcpConnectionObserver
{
    public void OnReceived(int bytes)
    {
    }

    public void CountSent(int bytes)
    {
    }

    public void OnSent(int bytes)
    {
    }

    public void OnMessageReceived(int bytes, string? text)
    {
    }

    public void OnMessageSent(long bytes, string? text)
    {
    }

    public void OnHandlerError(string message, Exception? error)
    {
    }

    public void OnServerError(string message, Exception? error)
    {
    }
}
