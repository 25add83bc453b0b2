BeforeAll {
    . $PSScriptRoot/_Import.ps1
    $script:id = 'NetCmdlets.Commands.MeasureEchoServerCommand'
    $script:tcp = Start-TcpEchoServer
    $script:udp = Start-UdpEchoServer
}

AfterAll {
    $tcp, $udp | Stop-NetServer
}

Describe 'Measure-EchoServer' {
    It 'sends a count and tells what came back, over <Protocol>' -ForEach @(
        @{ Protocol = 'Tcp' }, @{ Protocol = 'Udp' }
    ) {
        $server = if ($Protocol -eq 'Tcp') { $tcp } else { $udp }
        $result = $server | Measure-EchoServer -Count 30 -Connections 2 -MessageBytes 100 -TimeoutSeconds 20
        $result.PSObject.TypeNames[0] | Should -Be 'NetCmdlets.EchoMeasurement'
        $result.Protocol | Should -Be $Protocol
        $result.Sent, $result.Received, $result.Lost | Should -Be 60, 60, 0
        $result.P50 | Should -BeGreaterThan ([timespan]::Zero)
        $result.P50 | Should -BeLessOrEqual $result.P99
        $result.P99 | Should -BeLessOrEqual $result.Maximum
    }

    It 'measures a server inside TLS' {
        $authority = New-LabCertificate Authority
        $tls = Start-TcpEchoServer -Certificate (New-LabCertificate -Issuer $authority)
        try {
            $options = @{ Connections = 3; MessageBytes = 5000; TrustedCertificate = $authority }
            $result = Measure-EchoServer localhost $tls.Port -Count 20 @options
            $result.Received, $result.Lost, $result.Corrupted | Should -Be 60, 0, 0
            $tls.BytesReceived | Should -Be 300000
            { Measure-EchoServer localhost $tls.Port -Count 1 -Tls -ErrorAction Stop } |
                Should -Throw -ErrorId "CertificateNotTrusted,$id"
            { $udp | Measure-EchoServer -Count 1 -Tls } | Should -Throw -ErrorId "InvalidRequest,$id"
        }
        finally {
            $tls | Stop-NetServer
        }
    }

    It 'measures several servers, one after another' {
        $results = $tcp, $udp | Measure-EchoServer -Count 5
        $results.Protocol | Should -Be 'Tcp', 'Udp'
        $results.Received | Should -Be 5, 5
    }

    It 'writes an error for a server that is not there, and goes on' {
        $socket = [System.Net.Sockets.Socket]::new('InterNetwork', 'Stream', 'Tcp')
        try {
            $socket.Bind([System.Net.IPEndPoint]::Parse('127.0.0.1:0'))
            $records = [pscustomobject]@{ ComputerName = '127.0.0.1'; Port = $socket.LocalEndPoint.Port }, $tcp
            $result = $records | Measure-EchoServer -Count 3 -ErrorVariable failure -ErrorAction SilentlyContinue
            $failure[0].FullyQualifiedErrorId | Should -Be "ConnectionRefused,$id"
            $failure[0].CategoryInfo.Category | Should -Be 'ConnectionError'
            $result.Received | Should -Be 3
        }
        finally {
            $socket.Dispose()
        }
    }

    It 'refuses a duration with a count, and datagrams too small to number' {
        { Measure-EchoServer 127.0.0.1 7 -Count 1 -DurationSeconds 1 } |
            Should -Throw -ErrorId "AmbiguousParameterSet,$id"
        { $udp | Measure-EchoServer -Count 1 -MessageBytes 10 } | Should -Throw -ErrorId "InvalidRequest,$id"
        { Measure-EchoServer 127.0.0.1 7 -Connections 0 } | Should -Throw -ErrorId "ParameterArgumentValidationError,$id"
    }

    It 'shows a table of at most 100 columns' {
        $lines = ($tcp | Measure-EchoServer -Count 5 | Out-String -Width 100) -split '\r?\n' | Where-Object { $_ }
        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 100
        $lines[-1] | Should -Match '^127\.0\.0\.1 .* Tcp +5 +0 % .* (us|ms) '
    }
}
