BeforeAll {
    . $PSScriptRoot/_Import.ps1
    $authority = New-LabCertificate Authority
    $certificate = New-LabCertificate -Issuer $authority
    $alice = New-LabCertificate Client -Subject alice -Issuer $authority
    $token = [System.Net.NetworkCredential]::new('', 'open sesame').SecurePassword
}

Describe 'TLS and tokens on servers and clients' {
    AfterEach {
        Get-NetServer | Stop-NetServer
    }

    It 'echoes through TLS to a client that trusts the authority' {
        $server = Start-TcpEchoServer -Certificate $certificate
        $reply = Invoke-TcpRequest localhost $server.Port hello -ReplyBytes 5 -TrustedCertificate $authority
        $reply.Text | Should -Be 'hello'
    }

    It 'refuses to talk to a server that it does not trust' {
        $server = Start-TcpEchoServer -Certificate $certificate
        { Invoke-TcpRequest localhost $server.Port hello -Tls -ErrorAction Stop } |
            Should -Throw -ErrorId 'CertificateNotTrusted,*'
        $server.BytesReceived | Should -Be 0
    }

    It 'lets in only clients with a certificate' {
        $server = Start-TcpEchoServer -Certificate $certificate -RequireClientCertificate -TrustedCertificate $authority
        $common = @{ ComputerName = 'localhost'; Port = $server.Port; Message = 'hello'; ReplyBytes = 5 }
        (Invoke-TcpRequest @common -TrustedCertificate $authority -Certificate $alice).Text | Should -Be 'hello'
        { Invoke-TcpRequest @common -TrustedCertificate $authority -ErrorAction Stop } | Should -Throw -ErrorId 'TlsFailed,*'
        $refused = Get-NetServerEvent $server.Id | Where-Object Kind -EQ TlsFailed
        $refused.Reason | Should -BeLike '*none was sent*'
        $server.RejectedConnections | Should -Be 1
    }

    It 'lets in only clients with the token, and tells it nowhere' {
        $log = "$TestDrive/server.log"
        $server = Start-TcpEchoServer -Token $token -LogPath $log
        (Invoke-TcpRequest 127.0.0.1 $server.Port hello -ReplyBytes 5 -Token $token).Text | Should -Be 'hello'
        $wrong = [System.Net.NetworkCredential]::new('', 'close sesame').SecurePassword
        { Invoke-TcpRequest 127.0.0.1 $server.Port hello -Token $wrong -ErrorAction Stop } |
            Should -Throw -ErrorId 'Unauthorized,*'
        (Get-NetServerEvent $server.Id | Where-Object Kind -EQ AuthFailed).Reason | Should -Be 'The token is wrong.'
        $server.RejectedConnections | Should -Be 1
        $server | Stop-NetServer
        Get-Content $log -Raw | Should -Match 'AuthFailed'
        Get-Content $log -Raw | Should -Not -Match 'sesame'
    }

    It 'takes up a renewed certificate file' {
        $path = "$TestDrive/server"
        New-LabCertificate -Issuer $authority -Path $path | Out-Null
        $server = Start-TcpEchoServer -Certificate "$path.crt"
        $first = (Test-TlsHandshake localhost $server.Port -TrustedCertificate $authority).Certificate.Thumbprint
        $renewed = New-LabCertificate -Issuer $authority -Path $path -Force
        $second = (Test-TlsHandshake localhost $server.Port -TrustedCertificate $authority).Certificate.Thumbprint
        $second | Should -Be $renewed.Thumbprint
        $second | Should -Not -Be $first
    }

    It 'says <Id> for <Why>' -ForEach @(
        @{ Why = 'a certificate that is not there'; Id = 'FileFailed'; Arguments = @{ Certificate = 'no-such-file.crt' } }
        @{ Why = 'mutual TLS without TLS'; Id = 'InvalidRequest'; Arguments = @{ RequireClientCertificate = $true } }
    ) {
        { Start-TcpEchoServer @Arguments -ErrorAction Stop } | Should -Throw -ErrorId "$Id,*"
        Get-NetServer | Should -BeNullOrEmpty
    }
}
