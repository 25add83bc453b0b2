namespace NetCmdlets;

/// <summary>What is wrong with a peer's certificate.</summary>
public enum CertificateFault
{
    /// <summary>The peer has sent none.</summary>
    Missing,

    /// <summary>Its time, or an issuer's, is over.</summary>
    Expired,

    /// <summary>Its time, or an issuer's, has not begun.</summary>
    NotYetValid,

    /// <summary>It is for other names than the host's.</summary>
    WrongName,

    /// <summary>It signed itself, and is not among those trusted.</summary>
    SelfSigned,

    /// <summary>Its chain ends at a root that is not trusted.</summary>
    UntrustedRoot,

    /// <summary>Its chain ends before a root: an intermediate was not sent, or the issuer is not known.</summary>
    UnknownIssuer,

    /// <summary>It is not for this purpose: a client's on a server, an authority that may not sign.</summary>
    WrongPurpose,

    /// <summary>A signature in the chain is not the issuer's.</summary>
    BadSignature,

    /// <summary>It was revoked.</summary>
    Revoked,

    /// <summary>A key or a signature is too weak: RSA under 2,048 bits, MD5, SHA-1.</summary>
    Weak,

    /// <summary>Something else; the message has the system's word for it.</summary>
    Other,
}
