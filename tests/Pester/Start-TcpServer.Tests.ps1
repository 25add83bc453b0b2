BeforeAll {
    . $PSScriptRoot/_Import.ps1
}

Describe 'Start-TcpServer' {
    AfterEach {
        Get-NetServer | Stop-NetServer
    }

    It 'answers by a table, and closes at a word in any case' {
        $server = Start-TcpServer -Response @{ '*' = 'accepted'; ping = 'pong' } -CloseOn close -CloseReply closed
        $server.Kind | Should -Be 'Tcp'
        ($server | Invoke-TcpRequest -Message PING -ReplyBytes 4).Text | Should -BeExactly 'pong'
        ($server | Invoke-TcpRequest -Message else -ReplyBytes 8).Text | Should -BeExactly 'accepted'
        $reply = $server | Invoke-TcpRequest -Message Close
        $reply.Text | Should -BeExactly 'closed'
        $reply.CloseReason | Should -Be 'PeerClosed'
    }

    It 'runs a script for each message, with a state for each client' {
        $server = Start-TcpServer -Framing Line -Handler {
            $Connection.State.Count++
            "$($Connection.State.Count) $_"
        }
        ($server | Invoke-TcpRequest -Message "a`nb`n" -Shutdown).Text | Should -BeExactly "1 a`n2 b`n"
        ($server | Invoke-TcpRequest -Message c -Framing Line).Text | Should -BeExactly '1 c'
    }

    It 'takes variables with $using:' {
        $word = 'tick'
        $server = Start-TcpServer -Handler { $using:word }
        ($server | Invoke-TcpRequest -Message x -ReplyBytes 4).Text | Should -BeExactly 'tick'
    }

    It 'closes the client of a script that throws, with HandlerError, and serves the next' {
        $server = Start-TcpServer -Handler { if ($_ -eq 'bad') { throw 'no idea' }; 'fine' }
        ($server | Invoke-TcpRequest -Message bad -Shutdown).Bytes | Should -Be 0
        $failed = $server | Get-NetServerEvent -Wait -EventKind HandlerError | Select-Object -First 1
        $failed.Reason | Should -Be 'no idea'
        ($server | Invoke-TcpRequest -Message good -ReplyBytes 4).Text | Should -BeExactly 'fine'
    }

    It 'sends bytes as they are' {
        $server = Start-TcpServer -AsByteStream -Handler { [byte[]](255, 0) + $_ }
        $reply = $server | Invoke-TcpRequest -Data ([byte[]](1, 254)) -ReplyBytes 4
        $reply.Data | Should -Be 255, 0, 1, 254
    }

    It 'plays the number dialogue with a state' {
        $server = Start-TcpServer -Framing Line -Greeting 'Welcome' -Handler {
            if ([int]$_ -lt 42) { 'too low' } elseif ([int]$_ -gt 42) { 'too high' } else { $Connection.Close(); 'Winner' }
        }
        ($server | Invoke-TcpRequest -Message "50`n25`n42`n" -Shutdown).Text |
            Should -BeExactly "Welcome`ntoo high`ntoo low`nWinner`n"
    }

    It 'ends a script that waits when the server is stopped' {
        $server = Start-TcpServer -Handler { Start-Sleep 300 }
        $client = [System.Net.Sockets.TcpClient]::new('127.0.0.1', $server.Port)
        try {
            $client.GetStream().Write([byte[]](65))
            [void]($server | Get-NetServerEvent -Wait -EventKind Received | Select-Object -First 1)
            $server | Stop-NetServer -Drain 0.1
            $server.State | Should -Be 'Stopped'
        }
        finally {
            $client.Dispose()
        }
    }

    It 'refuses with <Id>: <Case>' -ForEach @(
        @{ Case = 'Delimiter framing without one'; Id = 'InvalidRequest'; Arguments = @{ Response = @{ a = 'b' }; Framing = 'Delimiter' } }
        @{ Case = 'a reply that ascii cannot carry'; Id = 'InvalidEncoding'; Arguments = @{ Response = @{ a = '€' }; Encoding = 'ascii' } }
        @{ Case = 'a delimiter without its framing'; Id = 'InvalidRequest'; Arguments = @{ Response = @{ a = 'b' }; Delimiter = ';' } }
        @{ Case = 'a close reply without a close word'; Id = 'InvalidRequest'; Arguments = @{ Response = @{ a = 'b' }; CloseReply = 'c' } }
        @{ Case = 'a greeting of a standard service'; Id = 'AmbiguousParameterSet'; Arguments = @{ Service = 'Daytime'; Greeting = 'hi' } }
        @{ Case = 'an empty table'; Id = 'ParameterArgumentValidationError'; Arguments = @{ Response = @{} } }
        @{ Case = 'a prefix of three bytes'; Id = 'ParameterArgumentValidationError'; Arguments = @{ Response = @{ a = 'b' }; PrefixBytes = 3 } }
    ) {
        { Start-TcpServer @Arguments } | Should -Throw -ErrorId "$Id,NetCmdlets.Commands.StartTcpServerCommand"
    }
}
