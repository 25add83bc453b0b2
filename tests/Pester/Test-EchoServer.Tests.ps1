BeforeAll {
    . $PSScriptRoot/_Import.ps1
    $script:id = 'NetCmdlets.Commands.TestEchoServerCommand'
    $script:tcp = Start-TcpEchoServer
    $script:udp = Start-UdpEchoServer
}

AfterAll {
    $tcp, $udp | Stop-NetServer
}

Describe 'Test-EchoServer' {
    It 'takes a TCP server object and runs every TCP check' {
        $checks = $tcp | Test-EchoServer -TimeoutSeconds 20
        $checks.Id | Should -Be Text, Bytes, Empty, OneByte, Coalesced, Large, HalfClose, Concurrent, Idle, Reset
        $checks.Passed | Should -Not -Contain $false
        $checks[0].PSObject.TypeNames[0] | Should -Be 'NetCmdlets.EchoCheck'
        $checks[0].Evidence | Should -Be '76 bytes came back the same.'
    }

    It 'takes a UDP server object and runs every UDP check' {
        $checks = $udp | Test-EchoServer -TimeoutSeconds 20
        $checks.Id | Should -Be Text, Bytes, Empty, Boundaries, SourcePort, Largest, Concurrent
        $checks.Passed | Should -Not -Contain $false
        $checks.Protocol | Select-Object -Unique | Should -Be 'Udp'
    }

    Context 'inside TLS' {
        BeforeAll {
            $authority = New-LabCertificate Authority
            $alice = New-LabCertificate Client -Issuer $authority
            $tls = Start-TcpEchoServer -Certificate (New-LabCertificate -Issuer $authority)
            $mutual = Start-TcpEchoServer -Certificate (New-LabCertificate -Issuer $authority) `
                -RequireClientCertificate -TrustedCertificate $authority
        }

        AfterAll {
            $tls, $mutual | Stop-NetServer
        }

        It 'runs every TCP check' {
            $checks = Test-EchoServer localhost $tls.Port -TrustedCertificate $authority -TimeoutSeconds 20
            $checks.Id | Should -Be Text, Bytes, Empty, OneByte, Coalesced, Large, HalfClose, Concurrent, Idle, Reset
            $checks.Passed | Select-Object -Unique | Should -Be $true -Because ($checks.Evidence -join "`n")
        }

        It 'takes a server object, a certificate of its own and any certificate of the server''s' {
            $mutual | Test-EchoServer -TrustedCertificate $authority -Certificate $alice -TlsHost localhost -Quiet |
                Should -BeTrue
            $tls | Test-EchoServer -SkipCertificateCheck -Quiet -Id Text, HalfClose | Should -BeTrue
        }

        It 'tells why a server lets nobody in: <Case>' -ForEach @(
            @{ Case = 'not trusted'; Arguments = { @{ Port = $tls.Port; Tls = $true } }; Said = 'CertificateNotTrusted: *' }
            @{ Case = 'no certificate'; Arguments = { @{ Port = $mutual.Port; TrustedCertificate = $authority } }
                Said = 'TlsFailed: *-Certificate*' }
            @{ Case = 'no TLS'; Arguments = { @{ Port = $tcp.Port; Tls = $true } }; Said = 'TlsFailed: *' }
        ) {
            $options = & $Arguments
            $checks = Test-EchoServer localhost @options -IPv4 -ErrorAction Stop
            $checks[0].Passed | Should -BeFalse
            $checks[0].Evidence | Should -BeLike $Said
            $checks[1..9].Passed | Should -Be (, $null * 9)
        }

        It 'has no TLS over UDP' {
            { $udp | Test-EchoServer -Tls } | Should -Throw -ErrorId "InvalidRequest,$id"
        }
    }

    It 'runs only what is asked for, without what is left out' {
        (Test-EchoServer 127.0.0.1 $tcp.Port -Id text, bytes, Empty -Exclude EMPTY).Id | Should -Be 'Text', 'Bytes'
    }

    It 'gives one bool a server with -Quiet' {
        $tcp, $udp | Test-EchoServer -Quiet -Id Text, Bytes | Should -Be $true, $true
    }

    It 'tells that a server is not there, and leaves the rest open' {
        $socket = [System.Net.Sockets.Socket]::new('InterNetwork', 'Stream', 'Tcp')
        try {
            $socket.Bind([System.Net.IPEndPoint]::Parse('127.0.0.1:0'))
            $checks = Test-EchoServer 127.0.0.1 $socket.LocalEndPoint.Port -ErrorVariable failures
            $failures | Should -BeNullOrEmpty
            $checks[0].Passed | Should -BeFalse
            $checks[0].Evidence | Should -BeLike 'ConnectionRefused*'
            $checks[1].Passed | Should -Be $null
        }
        finally {
            $socket.Dispose()
        }
    }

    It 'ends with the id for a check that does not exist, and for no port' {
        { Test-EchoServer 127.0.0.1 $tcp.Port -Id Boundaries } |
            Should -Throw -ErrorId "InvalidRequest,$id" -ExpectedMessage "*Boundaries*There are Text, Bytes*"
        { Test-EchoServer 127.0.0.1 } | Should -Throw -ErrorId "InvalidPort,$id"
    }

    It 'completes the checks' {
        $words = (TabExpansion2 'Test-EchoServer 127.0.0.1 7 -Id Co').CompletionMatches.CompletionText
        $words | Should -Be 'Coalesced', 'Concurrent'
        $words = (TabExpansion2 'Test-EchoServer 127.0.0.1 7 -Protocol Udp -Id ').CompletionMatches.CompletionText
        $words | Should -Be 'Text', 'Bytes', 'Empty', 'Boundaries', 'SourcePort', 'Largest', 'Concurrent'
    }

    It 'shows a table of at most 100 columns' {
        $lines = (Test-EchoServer 127.0.0.1 $tcp.Port -Id Text | Out-String -Width 100) -split '\r?\n' | Where-Object { $_ }
        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 100
        $lines[-1] | Should -Match '^Text +True .* (us|ms|s) 76 bytes came back the same\.'
    }
}
