BeforeAll {
    . $PSScriptRoot/_Import.ps1

    function Ask([object]$To, [string]$Message, [int]$Replies = 1) {
        Send-UdpDatagram 127.0.0.1 $To.Port $Message -ReplyCount $Replies -TimeoutSeconds 20
    }
}

Describe 'Start-UdpServer' {
    AfterEach {
        if ($server) {
            $server.DisposeAsync().AsTask().Wait()
            $server = $null
        }
    }

    It 'answers by a table of texts and bytes' {
        $server = Start-UdpServer -Response @{ ping = 'pong'; raw = [byte[]](0, 255); '*' = 'what?' }
        $server.Kind | Should -Be 'Udp'
        (Ask $server 'ping').Text | Should -BeExactly 'pong'
        (Ask $server "PING`r`n").Text | Should -BeExactly 'pong'
        (Ask $server 'raw').Data | Should -Be 0, 255
        (Ask $server 'other').Text | Should -BeExactly 'what?'
    }

    It 'runs a script for each message, with $_ and $Connection' {
        $server = Start-UdpServer -Handler {
            $Connection.State.Count++
            "$($Connection.State.Count) $($_.ToUpper())"
            "$($Connection.RemoteEndPoint)"
        }
        $replies = 'a', 'b' | Send-UdpDatagram 127.0.0.1 $server.Port -ReplyCount 2 -TimeoutSeconds 20
        $replies[0].Text | Should -BeExactly '1 A'
        $replies[2].Text | Should -BeExactly '2 B'
        $replies[1].Text | Should -Be "127.0.0.1:$($replies[1].LocalEndPoint.Port)"
    }

    It 'sends bytes in a row as one datagram, and what is not text comes as bytes' {
        $server = Start-UdpServer -Handler { [byte[]](@(7) + $_) }
        $reply = Send-UdpDatagram 127.0.0.1 $server.Port -Data ([byte[]](255, 254)) -WaitReply -TimeoutSeconds 20
        $reply.Data | Should -Be 7, 255, 254
    }

    It 'takes variables of this session with $using:' {
        $table = @{ Names = 'zero', 'one' }
        $suffix = '!'
        $server = Start-UdpServer -Handler { "$_$($using:table.Names[1])" + $using:suffix + "$using:suffix" }
        (Ask $server 'x').Text | Should -BeExactly 'xone!!'
    }

    It 'refuses a $using: variable that is not set' {
        { Start-UdpServer -Handler { $using:noSuchVariable } } |
            Should -Throw -ErrorId 'InvalidRequest,NetCmdlets.Commands.StartUdpServerCommand'
    }

    It 'goes on after an error of the script' {
        $server = Start-UdpServer -Handler { if ($_ -eq 'bad') { throw 'no' }; 'fine' }
        Send-UdpDatagram 127.0.0.1 $server.Port bad
        (Ask $server 'good').Text | Should -BeExactly 'fine'
    }

    It 'drops and counts what is over the rate limit and the size' {
        $server = Start-UdpServer -Response @{ '*' = 'ok' } -MaxMessageBytes 2
        Send-UdpDatagram 127.0.0.1 $server.Port 'abc'
        (Ask $server 'ab').Text | Should -Be 'ok'
        $server.RejectedConnections | Should -Be 1
    }

    It 'wants a table or a handler, and not both' {
        { Start-UdpServer -Response @{ a = 'b' } -Handler { 'c' } } |
            Should -Throw -ErrorId 'AmbiguousParameterSet,NetCmdlets.Commands.StartUdpServerCommand'
    }

    It 'serves <Service>: any datagram is answered with one' -ForEach @(
        @{ Service = 'Daytime'; Pattern = '^\w+day, \w+ \d+, \d{4} \d\d:\d\d:\d\d-UTC\r\n$' }
        @{ Service = 'QuoteOfTheDay'; Pattern = '\(.+\)\r\n$' }
        @{ Service = 'Chargen'; Pattern = '^[ -~\r\n]{0,512}$' }
    ) {
        $server = Start-UdpServer -Service $Service
        $server.Kind, $server.Protocol | Should -Be $Service, 'Udp'
        (Ask $server '').Text | Should -Match $Pattern
        (Ask $server 'anything').Text | Should -Match $Pattern
    }

    It 'tells the time in four bytes since 1900' {
        $server = Start-UdpServer -Service Time
        $reply = Ask $server ''
        $reply.Bytes | Should -Be 4
        $seconds = [System.Buffers.Binary.BinaryPrimitives]::ReadUInt32BigEndian($reply.Data)
        $now = ([datetimeoffset]::UtcNow - [datetimeoffset]'1900-01-01T00:00:00Z').TotalSeconds
        [math]::Abs($now - $seconds) | Should -BeLessThan 60
    }

    It 'discards, and has no limit for it' {
        $server = Start-UdpServer -Service Discard
        1..200 | ForEach-Object { "$_" } | Send-UdpDatagram 127.0.0.1 $server.Port
        $server | Wait-NetServer -MessageCount 200 -TimeoutSeconds 20 | Out-Null
        $server.MessagesReceived, $server.BytesSent, $server.RejectedConnections | Should -Be 200, 0, 0
    }

    It 'answers so many datagrams a second of an address, and tells of the rest' {
        $server = Start-UdpServer -Service Daytime -RateLimit 1
        (Ask $server '').Text | Should -Match 'UTC'
        1..5 | ForEach-Object { "$_" } | Send-UdpDatagram 127.0.0.1 $server.Port
        $told = $server | Get-NetServerEvent -EventKind Rejected -Wait | Select-Object -First 1
        $told.Reason | Should -BeExactly 'The address is over its rate limit of 1 datagrams a second.'
    }

    It 'wants a service alone' {
        { Start-UdpServer -Service Daytime -Response @{ a = 'b' } } |
            Should -Throw -ErrorId 'AmbiguousParameterSet,NetCmdlets.Commands.StartUdpServerCommand'
        { Start-UdpServer -Service Daytime -Encoding ascii } |
            Should -Throw -ErrorId 'AmbiguousParameterSet,NetCmdlets.Commands.StartUdpServerCommand'
    }

    It 'starts nothing with -WhatIf' {
        Start-UdpServer -Response @{ a = 'b' } -WhatIf | Should -BeNullOrEmpty
    }

    It 'stops while a handler runs' {
        $server = Start-UdpServer -Handler { $Connection.Send('busy'); while ($true) { [void]$Connection } }
        (Ask $server 'x').Text | Should -BeExactly 'busy'
        $server.StopAsync([timespan]::Zero).Wait(20000) | Should -BeTrue
        $server.State | Should -Be 'Stopped'
    }
}
