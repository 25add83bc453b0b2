BeforeAll {
    . $PSScriptRoot/_Import.ps1
    $authority = New-LabCertificate Authority
    $good = Start-TcpEchoServer -Certificate (New-LabCertificate -Issuer $authority)
}

AfterAll {
    $good | Stop-NetServer
}

Describe 'Test-TlsHandshake' {
    It 'tells version, cipher, names and trust of a good server' {
        $found = Test-TlsHandshake localhost $good.Port -TrustedCertificate $authority
        $found.PSObject.TypeNames[0] | Should -Be 'NetCmdlets.TlsHandshake'
        $found.Succeeded | Should -BeTrue
        $found.Trusted | Should -BeTrue
        $found.Protocol | Should -Be 'TLS 1.3'
        $found.CipherSuite | Should -BeLike 'TLS_*'
        $found.Names | Should -Be 'localhost', '127.0.0.1', '::1'
        $found.DaysLeft | Should -Be 364
        $found.ClientCertificateRequested | Should -BeFalse
    }

    It 'finds that a certificate is <Fault>' -ForEach @(
        @{ Fault = 'Expired'; Arguments = @{ Expired = $true } }
        @{ Fault = 'NotYetValid'; Arguments = @{ NotYetValid = $true } }
        @{ Fault = 'WrongName'; Arguments = @{ WrongName = $true } }
        @{ Fault = 'UnknownIssuer'; Arguments = @{ Untrusted = $true } }
    ) {
        $server = Start-TcpEchoServer -Certificate (New-LabCertificate -Issuer $authority @Arguments)
        try {
            $found = Test-TlsHandshake localhost $server.Port -TrustedCertificate $authority -ErrorAction Stop
            $found.Trusted | Should -BeFalse
            $found.Faults | Should -Be $Fault
            $found.Reason | Should -BeLike 'CertificateNotTrusted: *'
            Test-TlsHandshake localhost $server.Port -TrustedCertificate $authority -Quiet | Should -BeFalse
        }
        finally {
            $server | Stop-NetServer
        }
    }

    It 'is a result without an error where nothing listens' {
        $found = Test-TlsHandshake 127.0.0.1 1 -ErrorAction Stop
        $found.Succeeded | Should -BeFalse
        $found.Trusted | Should -BeNullOrEmpty
        $found.Reason | Should -BeLike 'ConnectionRefused: *'
    }

    It 'takes a server from the pipeline' {
        ($good | Test-TlsHandshake -TrustedCertificate $authority).Trusted | Should -BeTrue
    }

    It 'gives the certificate as what can be trusted' {
        $first = Test-TlsHandshake localhost $good.Port
        $first.Trusted | Should -BeFalse
        (Test-TlsHandshake localhost $good.Port -TrustedCertificate $first.Certificate).Trusted | Should -BeTrue
    }

    It 'survives a round trip through a file' {
        Test-TlsHandshake localhost $good.Port -TrustedCertificate $authority | Export-Clixml "$TestDrive/found.xml"
        $read = Import-Clixml "$TestDrive/found.xml"
        $read.Subject | Should -Be 'CN=localhost'
        $read.Chain[0].KeySize | Should -Be 256
    }

    It 'completes the application protocols' {
        (TabExpansion2 'Test-TlsHandshake localhost -ApplicationProtocol h').CompletionMatches.CompletionText |
            Should -Be 'h2', 'http/1.1'
    }

    It 'ends with FileFailed where a root cannot be read' {
        { Test-TlsHandshake localhost 1 -TrustedCertificate no-such-file.crt } | Should -Throw -ErrorId 'FileFailed,*'
    }
}
