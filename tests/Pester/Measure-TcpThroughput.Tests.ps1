BeforeAll {
    . $PSScriptRoot/_Import.ps1
    $script:id = 'NetCmdlets.Commands.MeasureTcpThroughputCommand'
    $script:discard = Start-TcpServer -Service Discard
}

AfterAll {
    Get-NetServer | Stop-NetServer
}

Describe 'Measure-TcpThroughput' {
    It 'counts what a discard server took' {
        $before = $discard.BytesReceived
        $result = $discard | Measure-TcpThroughput -DurationSeconds 0.2 -Connections 2
        $result.PSObject.TypeNames[0] | Should -Be 'NetCmdlets.Throughput'
        $result.BytesSent | Should -Be ($discard.BytesReceived - $before)
        $result.MegabitsPerSecond | Should -BeGreaterThan 0
    }

    It 'measures <Direction> with <Service>' -ForEach @(
        @{ Direction = 'Receive'; Service = 'Chargen' }
        @{ Direction = 'Echo'; Service = 'Echo' }
    ) {
        $server = if ($Service -eq 'Echo') { Start-TcpEchoServer } else { Start-TcpServer -Service $Service }
        $result = $server | Measure-TcpThroughput -DurationSeconds 0.2 -Direction $Direction
        $result.BytesReceived | Should -BeGreaterThan 0
        $result.Reason | Should -BeNullOrEmpty
    }

    It 'holds a rate, written as a number of either kind' {
        # 100 kbit/s for 0.3 s are 3,750 bytes; the pieces of 10 ms are 125.
        foreach ($rate in 100000, 100e3) {
            $result = $discard | Measure-TcpThroughput -DurationSeconds 0.3 -BitsPerSecond $rate
            $most = $rate / 8 * $result.Elapsed.TotalSeconds + 250
            $result.BytesSent | Should -BeGreaterThan 0
            $result.BytesSent | Should -BeLessOrEqual $most
        }
    }

    It 'meets the rate of a server' {
        $server = Start-TcpServer -Service Chargen -MaxBitsPerSecond 100e3
        $result = $server | Measure-TcpThroughput -DurationSeconds 0.3 -Direction Receive
        $result.BytesReceived | Should -BeGreaterThan 0
        # The server's time begins before the client's.
        $result.BytesReceived | Should -BeLessOrEqual (100e3 / 8 * ($server.Uptime.TotalSeconds) + 250)
        { Start-TcpServer -Service Daytime -MaxBitsPerSecond 1 } |
            Should -Throw -ErrorId 'InvalidRequest,NetCmdlets.Commands.StartTcpServerCommand'
        { Start-TcpServer -Response @{ a = 'b' } -MaxBitsPerSecond 1 } |
            Should -Throw -ErrorId 'AmbiguousParameterSet,NetCmdlets.Commands.StartTcpServerCommand'
    }

    It 'writes an error for a server that is not there' {
        $socket = [System.Net.Sockets.Socket]::new('InterNetwork', 'Stream', 'Tcp')
        try {
            $socket.Bind([System.Net.IPEndPoint]::Parse('127.0.0.1:0'))
            Measure-TcpThroughput 127.0.0.1 $socket.LocalEndPoint.Port -ErrorVariable failure -ErrorAction SilentlyContinue
            $failure[0].FullyQualifiedErrorId | Should -Be "ConnectionRefused,$id"
        }
        finally {
            $socket.Dispose()
        }
    }

    It 'shows a table of at most 100 columns' {
        $lines = ($discard | Measure-TcpThroughput -DurationSeconds 0.1 | Out-String -Width 100) -split '\r?\n' |
            Where-Object { $_ }
        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 100
        $lines[-1] | Should -Match '^127\.0\.0\.1 .* Send '
    }
}

Describe 'Start-TcpServer -Service' {
    It 'serves <Service>' -ForEach @(
        @{ Service = 'Daytime'; Pattern = '^\w+day, \w+ \d+, \d{4} \d\d:\d\d:\d\d-UTC$' }
        @{ Service = 'QuoteOfTheDay'; Pattern = '\(.+\)$' }
    ) {
        $reply = Start-TcpServer -Service $Service | Invoke-TcpRequest
        $reply.Text.TrimEnd() | Should -Match $Pattern
        $reply.CloseReason | Should -Be 'PeerClosed'
    }

    It 'tells the time in four bytes since 1900' {
        $reply = Start-TcpServer -Service Time | Invoke-TcpRequest
        $reply.Bytes | Should -Be 4
        $seconds = [System.Buffers.Binary.BinaryPrimitives]::ReadUInt32BigEndian($reply.Data)
        $now = ([datetimeoffset]::UtcNow - [datetimeoffset]'1900-01-01T00:00:00Z').TotalSeconds
        [math]::Abs($now - $seconds) | Should -BeLessThan 60
    }
}
