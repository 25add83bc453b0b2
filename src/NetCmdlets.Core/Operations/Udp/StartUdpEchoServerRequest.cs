using NetCmdlets.Servers.Udp;

namespace NetCmdlets.Operations.Udp;

/// <summary>Where a UDP echo server listens and who may use it.</summary>
public sealed record StartUdpEchoServerRequest : DatagramServerRequest;
