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
