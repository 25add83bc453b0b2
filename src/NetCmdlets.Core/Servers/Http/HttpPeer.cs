using System.Net;

namespace NetCmdlets;

/// <summary>Who a request is of.</summary>
/// <param name="Id">The connection's number.</param>
/// <param name="Remote">The client.</param>
/// <param name="Local">The server.</param>
/// <param name="CertificateSubject">The subject of the client's certificate; null where it showed none.</param>
internal sealed record HttpPeer(long Id, EndPoint? Remote, EndPoint? Local, string? CertificateSubject);
