BeforeAll {
    . $PSScriptRoot/_Import.ps1
    if ('BeInSubnet' -notin (Get-ShouldOperator).Name) {
        # The module was imported before Pester was.
        Import-Module (Join-Path (Get-Module NetCmdlets).ModuleBase 'NetCmdlets.Pester.psm1')
    }

    $server = Start-TcpEchoServer
    $closed = "127.0.0.1:$((Start-TcpEchoServer).Port)"
    Get-NetServer | Where-Object Port -EQ ($closed -split ':')[1] | Stop-NetServer

    function Get-Message([scriptblock] $Assertion) {
        try {
            & $Assertion
        }
        catch {
            return $_.Exception.Message
        }

        throw 'The assertion held.'
    }
}

AfterAll {
    Get-NetServer | Stop-NetServer
}

Describe 'Should -AcceptTcpConnection' {
    It 'takes a server, an end point, a text, and an object with a host and a port' {
        $server | Should -AcceptTcpConnection
        $server.LocalEndPoint | Should -AcceptTcpConnection
        "localhost:$($server.Port)" | Should -AcceptTcpConnection
        @{ ComputerName = '127.0.0.1'; Port = $server.Port } | Should -AcceptTcpConnection
        Test-TcpHandshake 127.0.0.1 $server.Port | Should -AcceptTcpConnection
        $closed | Should -Not -AcceptTcpConnection
    }

    It 'says what it saw' {
        Get-Message { $closed | Should -AcceptTcpConnection -Because 'it is ours' } |
            Should -BeLike "Expected $closed to accept a TCP connection, because it is ours, but it was Refused: *."
        Get-Message { $server | Should -Not -AcceptTcpConnection } |
            Should -Match '^Expected 127\.0\.0\.1:\d+ not to accept a TCP connection, but it was Open, in [\d.]+ (us|ms)\.$'
    }

    It 'waits with -Within for a server that starts later' {
        $port = [int]($closed -split ':')[1]
        $shell = [powershell]::Create().AddScript({
                param($Manifest, $Port)
                Import-Module $Manifest
                Start-TcpEchoServer $Port
            }).AddArgument((Get-Module NetCmdlets).Path).AddArgument($port)
        try {
            $starting = $shell.BeginInvoke()
            $closed | Should -AcceptTcpConnection -Within 15 -Every 0.02
            $shell.EndInvoke($starting) | Stop-NetServer
            $closed | Should -Not -AcceptTcpConnection -Within 15
        }
        finally {
            $shell.Dispose()
        }
    }

    It 'says how long it has waited' {
        Get-Message { $closed | Should -AcceptTcpConnection -Within 0.2 -Every ([timespan]::FromMilliseconds(50)) } |
            Should -Match 'to accept a TCP connection in 200 ms \(\d+ attempts\), but it was Refused'
    }

    It 'refuses what is no target and no time' {
        { 'localhost' | Should -AcceptTcpConnection } | Should -Throw "*is no 'host:port'*"
        { $server | Should -AcceptTcpConnection -Within soon } | Should -Throw '*-Within is a number of seconds*'
        { $server | Should -AcceptTcpConnection -Every 1 } | Should -Throw '*-Every needs -Within*'
    }
}

Describe 'Should -RefuseTcpConnection' {
    It 'holds where the port refuses, and only there' {
        $closed | Should -RefuseTcpConnection
        $server | Should -Not -RefuseTcpConnection
        Get-Message { $server | Should -RefuseTcpConnection } |
            Should -BeLike 'Expected 127.0.0.1:* to refuse a TCP connection, but it was Open, in *'
        Get-Message { $closed | Should -Not -RefuseTcpConnection } |
            Should -BeLike "Expected $closed not to refuse a TCP connection, but it was Refused*"
    }
}

Describe 'Should -HandshakeWithin' {
    It 'compares the time of the handshake' {
        $server | Should -HandshakeWithin 5
        $server | Should -Not -HandshakeWithin ([timespan]::FromTicks(1))
        Get-Message { $server | Should -HandshakeWithin ([timespan]::FromTicks(10)) } |
            Should -Match 'to complete a TCP handshake within 1 us, but it took [\d.]+ (us|ms)\.$'
        Get-Message { $closed | Should -HandshakeWithin 0.005 } |
            Should -BeLike '*to complete a TCP handshake within 5 ms, but it was Refused*'
        { $server | Should -HandshakeWithin 0 } | Should -Throw '*must be above 0*'
    }
}

Describe 'Should -EchoPayload' {
    It 'holds for TCP, UDP and Unix domain sockets' {
        $server | Should -EchoPayload
        $server | Should -EchoPayload "h$([char]0xE4)llo"
        $server | Should -EchoPayload ([byte[]](0, 255, 10))
        Start-UdpEchoServer | Should -EchoPayload 'hello'
        $path = Join-Path ([IO.Path]::GetTempPath()) "pester-$([guid]::NewGuid().ToString('n')).sock"
        Start-TcpEchoServer -SocketPath $path | Should -EchoPayload 'hello'
    }

    It 'says what came back' {
        $prefixed = Start-TcpEchoServer -Prefix '>'
        $prefixed | Should -Not -EchoPayload 'abc'
        Get-Message { $prefixed | Should -EchoPayload 'abc' } | Should -BeLike (
            "Expected 127.0.0.1:* to echo 3 bytes, 'abc', but 3 bytes came back, '>ab', which differ from byte 0 on.")
        Get-Message { $closed | Should -EchoPayload 'abc' } |
            Should -BeLike "*to echo 3 bytes, 'abc', but it did not: Connecting to $closed failed: connection refused*"
        Get-Message { $server | Should -Not -EchoPayload ([byte[]](0, 1)) } |
            Should -BeLike '*not to echo 2 bytes, 0x0001, but it did, in *'
    }
}

Describe 'Should -BeInSubnet' {
    It 'takes addresses and networks' {
        '10.1.2.3' | Should -BeInSubnet 10.0.0.0/8
        [ipaddress]'2001:db8::1' | Should -BeInSubnet 10.0.0.0/8, 2001:db8::/32
        '8.8.8.8' | Should -Not -BeInSubnet 10.0.0.0/8
    }

    It 'says where the address is' {
        Get-Message { '8.8.8.8' | Should -BeInSubnet 10.0.0.0/8 } | Should -Be (
            'Expected 8.8.8.8 to be in 10.0.0.0/8, but 10.0.0.0/8 is 10.0.0.0 to 10.255.255.255.')
        Get-Message { '10.1.2.3' | Should -Not -BeInSubnet 10.0.0.0/8, 10.1.0.0/16 } | Should -Be (
            'Expected 10.1.2.3 not to be in 10.0.0.0/8 or 10.1.0.0/16, but it is in 10.1.0.0/16.')
        { 'nonsense' | Should -BeInSubnet 10.0.0.0/8 } | Should -Throw '*nonsense*'
    }
}

Describe 'Should -AcceptTcpConnection' {
    It 'says what is wrong with what is no host' {
        { '10.0.0.0/33:80' | Should -AcceptTcpConnection } | Should -Throw "*'10.0.0.0/33' is not a valid network*"
    }
}

Describe 'Should -ResolveTo' {
    It 'compares the addresses of a name' {
        'localhost' | Should -ResolveTo 127.0.0.1
        'localhost' | Should -Not -ResolveTo 192.0.2.1
        Get-Message { 'localhost' | Should -ResolveTo 192.0.2.1 } |
            Should -Match '^Expected localhost to resolve to 192\.0\.2\.1, but it resolved to (.+, )?127\.0\.0\.1'
        Get-Message { 'no-such-host.invalid' | Should -ResolveTo 192.0.2.1 } |
            Should -BeLike 'Expected no-such-host.invalid to resolve to 192.0.2.1, but it did not resolve: Resolving *does not exist*'
    }
}

Describe 'Should -HaveTlsCertificate' {
    BeforeAll {
        $ca = New-LabCertificate Authority
        $secure = Start-TcpEchoServer -Certificate (New-LabCertificate -Issuer $ca -DnsName localhost -ValidDays 30)
        $old = Start-TcpEchoServer -Certificate (New-LabCertificate -Issuer $ca -Expired)
    }

    It 'holds for one that is trusted for the name and long enough' {
        "localhost:$($secure.Port)" | Should -HaveTlsCertificate -TrustedCertificate $ca -DaysLeft 20
        $secure | Should -HaveTlsCertificate localhost -TrustedCertificate $ca
        $old | Should -Not -HaveTlsCertificate localhost -TrustedCertificate $ca
    }

    It 'says what is wrong with it' {
        Get-Message { "localhost:$($secure.Port)" | Should -HaveTlsCertificate -TrustedCertificate $ca -DaysLeft 60 } |
            Should -Match 'for 60 days more, but it has CN=localhost, trusted, with (29|30) days left\.$'
        Get-Message { $old | Should -HaveTlsCertificate localhost -TrustedCertificate $ca } |
            Should -Match 'to have a trusted TLS certificate for localhost, but it has CN=\S+: .*expired'
        Get-Message { $server | Should -HaveTlsCertificate localhost -TrustedCertificate $ca } |
            Should -BeLike '*to have a trusted TLS certificate for localhost, but there was none: *'
    }
}

Describe 'The operators' {
    BeforeAll {
        $pwsh = [Environment]::ProcessPath
        $manifest = (Get-Module NetCmdlets).Path -replace 'NetCmdlets\.dll$', 'NetCmdlets.psd1'
    }

    It 'are registered on import where Pester is loaded, again after a removal, and nowhere else' {
        $script = {
            param($Manifest)
            Import-Module $Manifest
            "$([bool](Get-Module Pester))"
            Import-Module Pester -MinimumVersion 5.0
            "$('BeInSubnet' -in (Get-ShouldOperator).Name)"
            Import-Module $Manifest -Force
            '10.1.2.3' | Should -BeInSubnet 10.0.0.0/8
            Remove-Module NetCmdlets
            Import-Module $Manifest
            Start-TcpEchoServer | Should -EchoPayload 'again'
            # The registration leaves the module's types and views alone.
            (Get-NetServer).ComputerName
            "$((Get-ShouldOperator | Where-Object Name -In AcceptTcpConnection, EchoPayload, BeInSubnet).Count)"
        }
        & $pwsh -NoProfile -NonInteractive -Command "& { $script } '$manifest'" |
            Should -Be 'False', 'False', '127.0.0.1', '3'
    }

    It 'can be imported by their file, which loads Pester and the module' {
        $script = {
            param($File)
            Import-Module $File
            '8.8.8.8' | Should -Not -BeInSubnet 10.0.0.0/8
            (Get-Module NetCmdlets, Pester).Name -join ','
        }
        $file = Join-Path (Split-Path $manifest) 'NetCmdlets.Pester.psm1'
        & $pwsh -NoProfile -NonInteractive -Command "& { $script } '$file'" | Should -Be 'NetCmdlets,Pester'
    }
}
