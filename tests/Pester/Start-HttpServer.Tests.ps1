BeforeAll {
    . $PSScriptRoot/_Import.ps1

    function Get-Answer([object] $Server, [string] $Path, [hashtable] $Options = @{}) {
        Invoke-WebRequest "http://127.0.0.1:$($Server.Port)$Path" -SkipHttpErrorCheck -MaximumRedirection 0 `
            -ErrorAction SilentlyContinue -TimeoutSec 20 @Options
    }
}

Describe 'Start-HttpServer' {
    AfterEach {
        Get-NetServer | Stop-NetServer
    }

    Context 'with a folder' {
        BeforeAll {
            New-Item -ItemType Directory TestDrive:/site, TestDrive:/site/sub | Out-Null
            Set-Content TestDrive:/site/a.txt 'grüße' -NoNewline
            Set-Content TestDrive:/site/sub/index.html '<h1>sub</h1>' -NoNewline
            Set-Content TestDrive:/site/.secret 'secret' -NoNewline
            New-Item -ItemType Directory TestDrive:/site/.well-known | Out-Null
            Set-Content TestDrive:/site/.well-known/security.txt 'Contact: nobody' -NoNewline
        }

        AfterAll {
            Remove-Item TestDrive:/site/.well-known -Recurse -Force
        }

        It 'serves files, a list and index.html' {
            $server = Start-HttpServer -Path TestDrive:/site
            $server.Kind | Should -Be 'Http'
            $answer = Get-Answer $server /a.txt
            $answer.Content | Should -BeExactly 'grüße'
            $answer.Headers.'Content-Type' | Should -Be 'text/plain; charset=utf-8'
            (Get-Answer $server /).Links.href | Should -Be '.well-known/', 'sub/', 'a.txt'
            (Get-Answer $server /sub/).Content | Should -BeExactly '<h1>sub</h1>'
            (Get-Answer $server /sub).StatusCode | Should -Be 301
            (Invoke-RestMethod "http://127.0.0.1:$($server.Port)/" -Headers @{ Accept = 'application/json' }).name |
                Should -Be '.well-known', 'sub', 'a.txt'
            (Get-Answer $server /.well-known/security.txt).Content | Should -BeExactly 'Contact: nobody'
        }

        It 'ends connections that are only kept at once when it drains' {
            $server = Start-HttpServer -Path TestDrive:/site
            $client = [System.Net.Http.HttpClient]::new()
            try {
                $url = "http://127.0.0.1:$($server.Port)/a.txt"
                $client.GetStringAsync($url).GetAwaiter().GetResult() | Should -BeExactly 'grüße'
                $server.ActiveConnections | Should -Be 1
                # Longer than a test may take: a stop that waits for it fails by time.
                $stop = Start-ThreadJob {
                    Import-Module $args[0]
                    $args[1] | Stop-NetServer -Drain 3600
                } -ArgumentList (Get-Module NetCmdlets).Path, $server
                $stop | Wait-Job -Timeout 20 | Should -Not -BeNullOrEmpty
                $server.State | Should -Be 'Stopped'
                $server.FailedConnections | Should -Be 0
            }
            finally {
                $client.Dispose()
            }
        }

        It 'lets in who has the token' {
            $token = ConvertTo-SecureString 'open sesame' -AsPlainText
            $server = Start-HttpServer -Path TestDrive:/site -Token $token
            $url = "http://127.0.0.1:$($server.Port)/a.txt"
            Invoke-RestMethod $url -Authentication Bearer -Token $token -AllowUnencryptedAuthentication |
                Should -BeExactly 'grüße'
            $refused = Get-Answer $server /a.txt
            $refused.StatusCode | Should -Be 401
            $refused.Headers.'WWW-Authenticate' | Should -Be 'Bearer'
            ($server | Get-NetServerEvent -EventKind AuthFailed).Reason | Should -Be 'The request has no token.'
            $server.RejectedConnections | Should -Be 1
        }

        It 'keeps back what is hidden, and refuses a list, unless told otherwise' {
            $server = Start-HttpServer -Path TestDrive:/site -NoListing
            (Get-Answer $server /.secret).StatusCode | Should -Be 404
            (Get-Answer $server /).StatusCode | Should -Be 403
            $open = Start-HttpServer -Path TestDrive:/site -IncludeHidden
            [string](Get-Answer $open /.secret).RawContent | Should -Match 'secret$'
        }

        It 'resumes a download' {
            $server = Start-HttpServer -Path TestDrive:/site
            Set-Content TestDrive:/part.txt 'gr' -NoNewline
            $target = (Get-Item TestDrive:/part.txt).FullName
            Invoke-WebRequest "http://127.0.0.1:$($server.Port)/a.txt" -OutFile $target -Resume
            Get-Content $target -Raw | Should -BeExactly 'grüße'
        }

        It 'tells what was asked and answered in its events, and counts it' {
            $server = Start-HttpServer -Path TestDrive:/site
            [void](Get-Answer $server '/a.txt?key=secret')
            [void](Get-Answer $server /missing)
            [void]($server | Wait-NetServer -MessageCount 2 -TimeoutSeconds 20)
            $server.MessagesReceived | Should -Be 2
            $server | Get-NetServerEvent -EventKind Received | ForEach-Object Text |
                Should -Be 'GET /a.txt', 'GET /missing'
            $sent = $server | Get-NetServerEvent -Wait -EventKind Sent | Select-Object -First 2
            $sent.Text | Should -Be '200', '404'
            $sent[0].Bytes | Should -Be 7
        }

        It 'speaks TLS, and knows its clients by their certificates' {
            $authority = New-LabCertificate -Kind Authority
            $server = Start-HttpServer -Certificate (New-LabCertificate -Issuer $authority) -RequireClientCertificate `
                -TrustedCertificate $authority -Handler { $_.ClientCertificateSubject }
            $client = New-LabCertificate -Kind Client -Subject alice -Issuer $authority
            Invoke-RestMethod "https://localhost:$($server.Port)/" -Certificate $client -SkipCertificateCheck |
                Should -BeExactly 'CN=alice'
        }

        It 'refuses a folder that there is not' {
            { Start-HttpServer -Path TestDrive:/nothing } |
                Should -Throw -ErrorId 'FileFailed,NetCmdlets.Commands.StartHttpServerCommand'
        }
    }

    Context 'with a script' {
        It 'hands it the request' {
            $server = Start-HttpServer -Handler {
                @{
                    method = $_.Method; path = $_.Path; q = $_.Query.q; many = $_.Query.many
                    agent = $_.Headers['user-agent']; text = $_.Text; bytes = $_.Body.Count
                    remote = "$($_.RemoteEndPoint.Address)"; same = $Request -eq $_
                }
            }
            $told = Invoke-RestMethod "http://127.0.0.1:$($server.Port)/a%20b/c?q=x+y&many=1&many=2" -Method Put `
                -Body ([System.Text.Encoding]::UTF8.GetBytes('grüße')) -UserAgent tester
            $told.method | Should -BeExactly 'PUT'
            $told.path | Should -BeExactly '/a b/c'
            $told.q | Should -BeExactly 'x y'
            $told.many | Should -Be '1', '2'
            $told.agent | Should -BeExactly 'tester'
            $told.text | Should -BeExactly 'grüße'
            $told.bytes | Should -Be 7
            $told.remote | Should -Be '127.0.0.1'
            $told.same | Should -BeTrue
        }

        It 'makes a response of <Case>' -ForEach @(
            @{ Case = 'a text'; Script = { 'hello' }; Type = 'text/plain; charset=utf-8'; Content = 'hello' }
            @{ Case = 'texts'; Script = { 'a'; 'b' }; Type = 'text/plain; charset=utf-8'; Content = "a`nb" }
            @{ Case = 'nothing'; Script = { $null }; Status = 204; Content = '' }
            @{ Case = 'an object'; Script = { [pscustomobject]@{ a = 1 } }; Type = 'application/json'; Content = '{"a":1}' }
            @{ Case = 'objects'; Script = { @{ a = 1 }; @{ a = 2 } }; Type = 'application/json'; Content = '[{"a":1},{"a":2}]' }
            @{ Case = 'an array of one'; Script = { , @(1) }; Type = 'application/json'; Content = '[1]' }
            @{ Case = 'an empty array'; Script = { , @() }; Type = 'application/json'; Content = '[]' }
            @{ Case = 'a status'; Script = { @{ StatusCode = 201 } }; Status = 201; Content = '' }
            @{ Case = 'a status and a text'; Script = { @{ StatusCode = 404; Body = 'no' } }; Status = 404
                Type = 'text/plain; charset=utf-8'; Content = 'no' }
            @{ Case = 'a body of a type'; Script = { @{ Body = '<p>'; ContentType = 'text/html' } }; Type = 'text/html'; Content = '<p>' }
            @{ Case = 'a body that is an object'; Script = { @{ Body = @{ x = 1 } } }; Type = 'application/json'; Content = '{"x":1}' }
            @{ Case = 'a file'; Script = { Get-Item $using:file }; Type = 'text/css; charset=utf-8'; Content = 'p { }' }
            @{ Case = 'a body that is a file'; Script = { @{ Body = Get-Item $using:file; ContentType = 'text/x' } }
                Type = 'text/x'; Content = 'p { }' }
            @{ Case = 'a document'; Script = { [xml]'<a><b>ü</b></a>' }; Type = 'application/xml; charset=utf-8'
                Content = '<a><b>ü</b></a>' }
            @{ Case = 'a table of other keys'; Script = { @{ Body = 1; x = 2 } | Select-Object x }; Type = 'application/json'; Content = '{"x":2}' }
        ) {
            Set-Content TestDrive:/style.css 'p { }' -NoNewline
            $file = (Get-Item TestDrive:/style.css).FullName
            $server = Start-HttpServer -Handler $Script
            $answer = Get-Answer $server /
            $answer.StatusCode | Should -Be ($Status ?? 200)
            [string]$answer.Headers.'Content-Type' | Should -BeExactly ([string]$Type)
            $answer.RawContentStream.Position = 0
            [System.IO.StreamReader]::new($answer.RawContentStream).ReadToEnd() | Should -BeExactly $Content
        }

        It 'sends bytes as they are, and fields where given' {
            $server = Start-HttpServer -Handler {
                @{ Body = [byte[]](0, 255, 10); Headers = @{ 'X-One' = 1; 'Set-Cookie' = 'a=1', 'b=2' } }
            }
            $answer = Get-Answer $server /
            $answer.Content | Should -Be 0, 255, 10
            $answer.Headers.'Content-Type' | Should -Be 'application/octet-stream'
            $answer.Headers.'X-One' | Should -Be '1'
            $answer.Headers.'Set-Cookie' | Should -Be 'a=1', 'b=2'
        }

        It 'answers 500 without the reason where <Case>, and goes on' -ForEach @(
            @{ Case = 'the script throws'; Script = { if ($_.Path -eq '/bad') { throw 'secret reason' }; 'fine' }; Reason = 'secret reason' }
            @{ Case = 'it writes an error'; Script = { if ($_.Path -eq '/bad') { Write-Error 'secret reason' }; 'fine' }; Reason = 'secret reason' }
            @{ Case = 'a field has a line end'; Script = { if ($_.Path -eq '/bad') { @{ Headers = @{ a = "b`r`nc: secret" } } } else { 'fine' } }; Reason = '*field a*' }
            @{ Case = 'a field is the servers own'; Script = { if ($_.Path -eq '/bad') { @{ Headers = @{ 'Content-Length' = 5 } } } else { 'fine' } }; Reason = '*own*' }
            @{ Case = 'the status is none'; Script = { if ($_.Path -eq '/bad') { @{ StatusCode = 99 } } else { 'fine' } }; Reason = '*200 to 599*' }
        ) {
            $server = Start-HttpServer -Handler $Script
            $answer = Get-Answer $server /bad
            $answer.StatusCode | Should -Be 500
            $answer.Content | Should -Not -Match 'secret'
            ($server | Get-NetServerEvent -Wait -EventKind HandlerError | Select-Object -First 1).Reason | Should -BeLike $Reason
            (Get-Answer $server /good).Content | Should -BeExactly 'fine'
        }

        It 'keeps paths, queries and bodies out of the log' {
            $server = Start-HttpServer -Handler { throw $_.Text } -LogPath TestDrive:/http.log
            [void](Get-Answer $server '/private?key=private' @{ Method = 'Post'; Body = 'private' })
            $server | Stop-NetServer
            $log = Get-Content TestDrive:/http.log -Raw
            $log | Should -Match 'HandlerError'
            $log | Should -Not -Match 'private'
        }

        It 'refuses a body over -MaxMessageBytes with 413' {
            $server = Start-HttpServer -MaxMessageBytes 10 -Handler { $_.Body.Count }
            (Get-Answer $server / @{ Method = 'Post'; Body = '1234567890' }).Content | Should -Be '10'
            (Get-Answer $server / @{ Method = 'Post'; Body = '12345678901' }).StatusCode | Should -Be 413
        }

        It 'ends a script that waits when the server is stopped' {
            $server = Start-HttpServer -Handler { Start-Sleep 300 }
            $client = [System.Net.Sockets.TcpClient]::new('127.0.0.1', $server.Port)
            try {
                $client.GetStream().Write([System.Text.Encoding]::ASCII.GetBytes("GET / HTTP/1.0`r`n`r`n"))
                [void]($server | Get-NetServerEvent -Wait -EventKind Received | Select-Object -First 1)
                $server | Stop-NetServer -Drain 0.1
                $server.State | Should -Be 'Stopped'
            }
            finally {
                $client.Dispose()
            }
        }
    }

    Context 'with routes' {
        It 'keeps a table of notes for GET, PUT and DELETE' {
            $notes = [hashtable]::Synchronized(@{})
            $server = Start-HttpServer -Route @{
                'GET /notes'         = { , @(($using:notes).Keys | Sort-Object) }
                'GET /notes/{id}'    = { ($using:notes)[$_.RouteValues.id] ?? @{ StatusCode = 404 } }
                'PUT /notes/{id}'    = { ($using:notes)[$_.RouteValues.id] = $_.Text; @{ StatusCode = 201 } }
                'DELETE /notes/{id}' = { ($using:notes).Remove($_.RouteValues.id) }
                'GET /version'       = @{ version = 1 }
                'GET /teapot'        = @{ StatusCode = 418; Body = 'short and stout' }
            }
            (Get-Answer $server /notes/a @{ Method = 'Put'; Body = 'first' }).StatusCode | Should -Be 201
            $notes.a | Should -BeExactly 'first'
            (Get-Answer $server /notes/a).Content | Should -BeExactly 'first'
            (Get-Answer $server /notes).Content | Should -BeExactly '["a"]'
            (Get-Answer $server /notes/a @{ Method = 'Delete' }).StatusCode | Should -Be 204
            (Get-Answer $server /notes/a).StatusCode | Should -Be 404
            (Get-Answer $server /notes).Content | Should -BeExactly '[]'
            (Get-Answer $server /version).Content | Should -BeExactly '{"version":1}'
            (Get-Answer $server /version).Content | Should -BeExactly '{"version":1}'
            (Get-Answer $server /teapot).StatusCode | Should -Be 418
            (Get-Answer $server /notes/a @{ Method = 'Patch' }).StatusCode | Should -Be 405
            (Get-Answer $server /else).StatusCode | Should -Be 404
        }

        It 'sends a file of a route as it is when it is asked for' {
            Set-Content TestDrive:/motd.txt 'one' -NoNewline
            $server = Start-HttpServer -Route @{ 'GET /motd' = Get-Item TestDrive:/motd.txt }
            (Get-Answer $server /motd).Content | Should -BeExactly 'one'
            Set-Content TestDrive:/motd.txt 'two' -NoNewline
            (Get-Answer $server /motd).Content | Should -BeExactly 'two'
            Remove-Item TestDrive:/motd.txt
            (Get-Answer $server /motd).StatusCode | Should -Be 404
        }

        It 'gives paths without a route to the folder' {
            Set-Content TestDrive:/page.txt 'page' -NoNewline
            $server = Start-HttpServer -Path TestDrive:/ -Route @{ 'GET /api' = { 'api' } }
            (Get-Answer $server /api).Content | Should -BeExactly 'api'
            (Get-Answer $server /page.txt).Content | Should -BeExactly 'page'
        }

        It 'refuses <Case>' -ForEach @(
            @{ Case = 'a route that is none'; Arguments = @{ Route = @{ 'notes' = 'x' } }; Id = 'InvalidRequest' }
            @{ Case = 'a constant with a status that is none'; Arguments = @{ Route = @{ '/' = @{ StatusCode = 1 } } }; Id = 'InvalidRequest' }
            @{ Case = 'a handler and a folder'; Arguments = @{ Handler = { }; Path = '.' }; Id = 'AmbiguousParameterSet' }
            @{ Case = 'a variable that is not set'; Arguments = @{ Handler = { $using:noSuchVariable } }; Id = 'InvalidRequest' }
        ) {
            { Start-HttpServer @Arguments } | Should -Throw -ErrorId "$Id,NetCmdlets.Commands.StartHttpServerCommand"
        }
    }
}
