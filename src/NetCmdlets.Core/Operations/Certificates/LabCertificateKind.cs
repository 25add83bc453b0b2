namespace NetCmdlets;

/// <summary>What a certificate is for.</summary>
public enum LabCertificateKind
{
    /// <summary>A TLS server: extended key usage serverAuth.</summary>
    Server,

    /// <summary>A TLS client: extended key usage clientAuth.</summary>
    Client,

    /// <summary>A certification authority that signs others: a root, or with an issuer an intermediate.</summary>
    Authority,
}
