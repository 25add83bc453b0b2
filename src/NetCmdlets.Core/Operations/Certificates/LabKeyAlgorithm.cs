namespace NetCmdlets;

/// <summary>The kind and size of a certificate's key.</summary>
public enum LabKeyAlgorithm
{
    /// <summary>ECDSA over NIST P-256, signing with SHA-256.</summary>
    EcdsaP256,

    /// <summary>ECDSA over NIST P-384, signing with SHA-384.</summary>
    EcdsaP384,

    /// <summary>RSA with 2,048 bits, signing with SHA-256.</summary>
    Rsa2048,

    /// <summary>RSA with 3,072 bits, signing with SHA-256.</summary>
    Rsa3072,

    /// <summary>RSA with 4,096 bits, signing with SHA-256.</summary>
    Rsa4096,

    /// <summary>RSA with 1,024 bits: weak on purpose, to see who refuses it.</summary>
    Rsa1024,
}
