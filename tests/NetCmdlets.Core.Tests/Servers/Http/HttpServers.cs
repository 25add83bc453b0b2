using NetCmdlets.Operations.Http;
using NetCmdlets.Servers.Http;

namespace NetCmdlets.Core.Tests.Servers.Http;

/// <summary>Starts HTTP servers as the operation does, on a clock of the test's where one is given.</summary>
internal static class HttpServers
{
    public static NetServer Start(StartHttpServerRequest request, TimeProvider? time = null)
        => StartHttpServerOperation.Start(request, time);

    public static NetServer Start(IHttpResponder responder, TimeProvider? time = null)
        => Start(new StartHttpServerRequest { Handler = responder }, time);
}
